import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { PROJECT_DIR } from "../engine/program";

describe("the program under Pulumi's Node.js host", () => {
  // Node's own resolver, which ts-node leaves in charge, takes x.json for an import of "./x" before x.ts.
  it("has no data file of the name of a source beside it", () => {
    const folders = ["statemachine", "components", "policy", "stack", "migration", "engine"];
    const files = folders.flatMap((folder) =>
      readdirSync(path.join(PROJECT_DIR, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => !file.includes("node_modules"))
        .map((file) => path.join(folder, file)),
    );
    const names = new Set(files);
    const shadowing = files.filter(
      (file) => file.endsWith(".json") && names.has(file.replace(/\.json$/, ".ts")),
    );
    assert.deepEqual(shadowing, []);
  });
});
