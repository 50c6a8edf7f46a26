import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { watchedProgram } from "../../support/watched-program";
import { PROJECT_DIR } from "../../../engine/program";
import { childrenOf, survivors } from "../../support/local-run";

describe("npm run local -- --watch", () => {
  const { folder, write } = watchedProgram();

  after(() => rmSync(folder, { recursive: true }));

  it("runs again what a change concerns, goes on after errors, and ends with everything", async () => {
    const args = ["engine/command.mjs", "local/main.ts", "--watch", "--program", folder];
    const child = spawn(process.execPath, args, { cwd: PROJECT_DIR });
    let [said, shown] = ["", ""];
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.on("data", (chunk: Buffer) => (shown += chunk.toString()));
    /** What is said and shown until it waits for changes, after doing something. */
    const round = async (change: () => void): Promise<string> => {
      [said, shown] = ["", ""];
      change();
      for (let waited = 0; !/Waiting for changes/.test(said); waited++) {
        assert.ok(waited < 1200 && child.exitCode === null, said);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return said + shown;
    };
    try {
      const first = await round(() => undefined);
      assert.match(first, /✔ one {2}SUCCEEDED[^]*\{"event":\{"a":1\},"version":1\}/);
      assert.match(first, /✔ two {2}SUCCEEDED/);

      const console = /^console +(\S+)$/m.exec(first)?.[1] as string;
      const [machine] = (await (await fetch(`${console}machines`)).json()) as { arn: string }[];
      const started = await fetch(`${console}start`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: new URL(console).origin },
        body: JSON.stringify({ machine: machine?.arn, input: '{ "by": "hand" }' }),
      });
      const { execution } = (await started.json()) as { execution: string };
      const shown = await fetch(`${console}execution?${new URLSearchParams({ execution })}`);
      assert.equal(((await shown.json()) as { input: string }).input, '{ "by": "hand" }');

      const event = await round(() => write("local/events/one.json", '{ "a": 2 }'));
      assert.match(event, /\{"event":\{"a":2\},"version":1\}/);
      assert.doesNotMatch(event, /two|Create stack/);

      const handler = await round(() =>
        write("handler.js", "exports.handler = async (event) => ({ event, version: 2 });\n"),
      );
      // In place: of a new role, the machine would have another account.
      assert.match(handler, /Change stack local[^]*Stack local: 3 resources/);
      assert.doesNotMatch(handler, /Create stack/);
      assert.match(
        handler,
        /\{"event":\{"a":2\},"version":2\}[^]*\{"event":\{"b":1\},"version":2\}/,
      );

      const settings = await round(() => write("package.json", "{}\n"));
      assert.match(settings, /^note: package\.json changed: .* start it again$/m);
      assert.doesNotMatch(settings, /Create stack|Change stack/);

      const configured = await round(() =>
        write("Pulumi.local.yaml", "config:\n  aws:region: eu-west-1\n"),
      );
      assert.doesNotMatch(configured, /^note:/m);
      assert.match(configured, /Create stack local[^]*✔ one {2}SUCCEEDED/);
      const [moved] = (await (await fetch(`${console}machines`)).json()) as { arn: string }[];
      assert.match(String(moved?.arn), /^arn:aws:states:eu-west-1:/);

      const broken = await round(() => write("names.ts", "throw new Error('half an edit');\n"));
      assert.match(broken, /^error: .*half an edit/m);

      const program = await round(() =>
        write("names.ts", 'export const machineName = "second";\n'),
      );
      assert.match(program, /✔ one {2}SUCCEEDED/);

      // A name cannot be changed in place.
      const renamed = await round(() => write("names.ts", 'export const machineName = "third";\n'));
      assert.match(renamed, /Create stack local[^]*✔ one {2}SUCCEEDED/);
    } finally {
      const started = childrenOf(child.pid as number);
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGINT");
      assert.equal(await ended, 130);
      assert.deepEqual(await survivors(started, 8000), []);
    }
  });
});
