import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { watchedProgram } from "../../support/watched-program";
import { startEmulator } from "../../../local/emulator/emulator";
import {
  descendantsOf,
  emulatorOf,
  isTranslations,
  lendTranslations,
  local,
  survivors,
} from "../../support/local-run";

const SLOW = `
exports.handler = async () => {
  console.log("at work");
  await new Promise((resolve) => setTimeout(resolve, 60_000));
};
`;

/** What is killed, of the run's processes, and when: at a line of progress, or while its function works. */
const MOMENTS = {
  "the command while it starts the emulator": { at: /Start the AWS emulator/, of: ["command"] },
  "the command while it creates the stack": { at: /Create stack/, of: ["command"] },
  "the command while a function works": { at: "work", of: ["command"] },
  "the emulator while it creates the stack": { at: /Create stack/, of: ["emulator"] },
  "the emulator while a function works": { at: "work", of: ["emulator"] },
  "a function's process": { at: "work", of: ["functions"] },
  "the command and the emulator": { at: "work", of: ["command", "emulator"] },
} as const;

async function runEmulatorIn(folder: string): Promise<void> {
  const { TMPDIR } = process.env;
  process.env["TMPDIR"] = folder;
  try {
    await (await startEmulator()).stop();
  } finally {
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
  }
}

describe("kill -9 during npm run local", function () {
  this.timeout(120_000);
  const { folder, write } = watchedProgram();
  const temporary = mkdtempSync(path.join(tmpdir(), "killed-"));
  const args = ["--program", folder, "--event", path.join(folder, "local/events/one.json")];

  before(() => write("handler.js", SLOW));
  after(() =>
    [folder, temporary].forEach((each) => rmSync(each, { recursive: true, force: true })),
  );

  for (const [what, { at, of }] of Object.entries(MOMENTS)) {
    it(`of ${what} leaves nothing`, async () => {
      const TMPDIR = path.join(temporary, what);
      mkdirSync(TMPDIR);
      lendTranslations(TMPDIR);
      let killed: number[] | undefined;
      const kill = (command: number): void => {
        const emulator = of.join() === "command" ? command : emulatorOf(command);
        const functions = descendantsOf(emulator).filter((pid) => pid !== emulator);
        // The function's process is there a moment after the state has begun.
        if (at === "work" && functions.length === 0) return;
        killed = [command, ...descendantsOf(command)];
        const groups = { command: [command], emulator: [emulator], functions };
        for (const pid of of.flatMap((each) => groups[each])) process.kill(pid, "SIGKILL");
      };
      let timer: NodeJS.Timeout | undefined;
      const ended = await local(
        args,
        (text, { pid = 0 }) => {
          if (killed || timer || !(at === "work" ? /❯ Event one/ : at).test(text)) return;
          if (at !== "work") return kill(pid);
          timer = setInterval(() => (killed ? clearInterval(timer) : kill(pid)), 50);
        },
        { TMPDIR },
      );
      clearInterval(timer);
      assert.notEqual(ended.code, 0);
      assert.ok(killed);
      assert.deepEqual(await survivors(killed, 30_000), []);
      // Nobody is left who could remove the files of a killed emulator: the next run does.
      if (of.length > 1) await runEmulatorIn(TMPDIR);
      const left = readdirSync(TMPDIR).filter((name) => !isTranslations(name));
      assert.deepEqual(left, []);
    });
  }
});
