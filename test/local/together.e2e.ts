import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { watchedProgram } from "../support/watched-program";
import { local } from "../support/local-run";

describe("two local runs and a watcher of one program at once", function () {
  this.timeout(180_000);
  const { folder } = watchedProgram();

  after(() => rmSync(folder, { recursive: true }));

  it("all end right, each with results and a log of its own", async () => {
    const event = (name: string): string => path.join(folder, "local", "events", `${name}.json`);
    let isWatching = false;
    let watched = (): void => undefined;
    const ready = new Promise<void>((resolve) => (watched = resolve));
    let stop = (): unknown => undefined;
    const watcher = local(["--watch", "--program", folder], (text, child) => {
      stop = () => child.kill("SIGINT");
      if (!isWatching && /Waiting for changes in/.test(text)) watched();
      isWatching ||= /Waiting for changes in/.test(text);
    });
    const run = async (name: string): ReturnType<typeof local> =>
      local(["--program", folder, "--event", event(name), "--format", "json"]);

    const runs = await Promise.all([run("one"), run("two")]);
    await Promise.race([ready, watcher]);
    stop();

    const { code, stdout } = await watcher;
    // The program breaks policies.
    assert.deepEqual([runs[0].code, runs[1].code, code], [1, 1, 130], runs[0].stderr);
    assert.match(stdout, /✔ one {2}SUCCEEDED[^]*✔ two {2}SUCCEEDED/);
    const out = path.join(folder, "out");
    assert.deepEqual(readdirSync(out).sort(), ["local", "local-2", "local-3"]);
    const found = readdirSync(out).map((each) => ({
      text: readFileSync(path.join(out, each, "run.json"), "utf8"),
      files: readdirSync(path.join(out, each)).sort(),
    }));
    for (const { text, files } of found) {
      const { executions } = JSON.parse(text) as {
        executions: { name: string; status: string }[];
      };
      const pictures = executions.map(({ name }) => `${name}.svg`);
      assert.ok(executions.every(({ status }) => status === "SUCCEEDED"));
      assert.deepEqual(files, ["emulator.log", ...pictures, "run.json", "workflow.svg"].sort());
    }
    // Each run's own result, whichever folder it got.
    for (const { stdout } of runs) assert.ok(found.some(({ text }) => text === stdout));
    const noted = runs.filter(({ stderr }) =>
      /note: process \d+ runs the same program; the results of this run go to \S+local-[23]/.test(
        stderr,
      ),
    );
    assert.ok(noted.length >= 1);
  });
});
