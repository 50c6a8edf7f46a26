import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { lastRun, withResultsFolder } from "../../local/executions/folder";

describe("the folder for the results of a local run", () => {
  let program: string;
  const out = (...names: string[]): string => path.join(program, "out", ...names);

  beforeEach(() => (program = mkdtempSync(path.join(tmpdir(), "program-"))));
  afterEach(() => rmSync(program, { recursive: true }));

  it("is out/local, while a run has that the next, and free again when the run ends or fails", async () => {
    const notes: string[] = [];
    const given: string[] = [];
    const run = async (inner: () => Promise<void>): Promise<void> =>
      withResultsFolder(
        program,
        (text) => notes.push(text),
        (folder) => {
          given.push(folder);
          return inner();
        },
      );
    await run(() => run(() => run(() => Promise.resolve())));
    const failing = run(() => Promise.reject(new Error("said by the test")));
    await assert.rejects(failing, /said by the test/);
    await run(() => Promise.resolve());

    const names = ["local", "local-2", "local-3", "local", "local"];
    assert.deepEqual(
      given,
      names.map((name) => out(name)),
    );
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
