import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { release } from "../../engine/lock.cjs";
import { lastRun, resultsFolder } from "../../local/executions/folder";

describe("the folder for the results of a local run", () => {
  let program: string;
  const out = (...names: string[]): string => path.join(program, "out", ...names);

  beforeEach(() => (program = mkdtempSync(path.join(tmpdir(), "program-"))));
  afterEach(() => rmSync(program, { recursive: true }));

  it("is out/local, and while a run has that, the next, and says so", () => {
    const notes: string[] = [];
    const folders = [1, 2, 3].map(() => resultsFolder(program, (text) => notes.push(text)));
    release(out("local.lock"));
    const again = resultsFolder(program, assert.fail);
    ["local", "local-2", "local-3"].forEach((name) => release(out(`${name}.lock`)));

    assert.deepEqual(folders, [out("local"), out("local-2"), out("local-3")]);
    assert.equal(again, out("local"));
    const note = `note: process ${process.pid} runs the same program; the results of this run go to `;
    const shown = ["local-2", "local-3"].map((name) => path.relative(process.cwd(), out(name)));
    assert.deepEqual(notes, [`${note}${shown[0]}`, `${note}${shown[1]}`]);
  });

  it("with the last results is the one that was written last", () => {
    const usual = lastRun(program);
    for (const [name, time] of [
      ["local", 100],
      ["local-2", 300],
      ["local-3", 200],
      ["local-x", 400],
    ] as const) {
      mkdirSync(out(name), { recursive: true });
      writeFileSync(out(name, "run.json"), "{}");
      utimesSync(out(name, "run.json"), time, time);
    }

    assert.equal(usual, out("local", "run.json"));
    assert.equal(lastRun(program), out("local-2", "run.json"));
  });
});
