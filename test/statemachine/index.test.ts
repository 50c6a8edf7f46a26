import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";

const ROOT = path.join(__dirname, "../..");

/** The packages of node_modules that a fresh process has loaded after importing `file`. */
function loadedBy(file: string): string[] {
  const script = `
    require(${JSON.stringify(path.join(ROOT, file))});
    const packages = Object.keys(require.cache).flatMap((name) =>
      /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(name)?.[1] ?? []);
    process.stdout.write(JSON.stringify([...new Set(packages)]));`;
  const hook = path.join(ROOT, "engine/register.cjs");
  const output = execFileSync(process.execPath, ["-r", hook, "-e", script], { encoding: "utf8" });
  return JSON.parse(output) as string[];
}

describe("asl-toolkit", () => {
  it("loads what draws and what runs only when it is used", () => {
    const heavy = ["@hpcc-js/wasm-graphviz", "@resvg/resvg-js", "jsonpath-plus"];
    const loaded = loadedBy("statemachine/index.ts");
    assert.ok(loaded.includes("yaml"), loaded.join());
    assert.deepEqual(
      heavy.filter((name) => loaded.includes(name)),
      [],
    );
  });
});
