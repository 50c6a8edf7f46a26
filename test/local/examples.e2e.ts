import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_DIR } from "../../engine/program";
import { local as command } from "../../local/main";
import { capture } from "../support/capture";

/** An example that needs everything that a program may bring: events with objects, answers, and a role beside the stack. */
const EXAMPLE = path.join(PROJECT_DIR, "examples", "batch-over-s3");

describe("npm run local of an example", () => {
  it("passes with the events and answers of its folder", async () => {
    const { exit, stdout, stderr } = await capture(() =>
      command(["--program", EXAMPLE, "--stack", "dev"]),
    );

    assert.equal(exit, 0, stdout + stderr);
    assert.match(stderr, /^note: made here, as the stack only names it: role operators$/m);
    assert.match(stderr, /^note: mocks answer in place of Call$/m);
    const run = JSON.parse(
      readFileSync(path.join(EXAMPLE, "out", "local", "run.json"), "utf8"),
    ) as { executions: { name: string; status: string; output?: unknown }[] };
    const ends = run.executions.map(({ name, status, output }) => [name, status, output]);
    const line = { lines: 1, kwh: 2 };
    assert.deepEqual(ends, [
      ["broken-readings", "FAILED", undefined],
      ["readings", "SUCCEEDED", [line, line]],
    ]);
  });
});
