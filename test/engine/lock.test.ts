import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_DIR } from "../../engine/program";
import { handOver, ownerOf, release, take, takeTurn } from "../../engine/lock.cjs";

describe("a lock", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "lock-"));
  const file = path.join(folder, "deep", "one.lock");

  beforeEach(() => rmSync(path.dirname(file), { recursive: true, force: true }));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const ended = (): number => spawnSync(process.execPath, ["--version"]).pid;

  it("is taken once, until it is given back", () => {
    const first = take(file);
    const second = take(file);
    release(file);

    assert.deepEqual([first, second], [undefined, process.pid]);
    assert.deepEqual(readdirSync(path.dirname(file)), []);
  });

  it("of a process that has ended is free", () => {
    mkdirSync(path.dirname(file));
    writeFileSync(file, String(ended()));

    assert.equal(take(file), undefined);
    assert.equal(ownerOf(file), process.pid);
    release(file);
  });

  it("with the id of this process, which did not take it, is free", () => {
    mkdirSync(path.dirname(file));
    writeFileSync(file, String(process.pid));

    assert.equal(take(file), undefined);
    release(file);
  });

  it("that was handed over is as long taken as the other process runs", async () => {
    const child = spawn("sleep", ["60"]);
    take(file);
    handOver(file, child.pid as number);

    assert.equal(take(file), child.pid);
    const exit = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await exit;
    assert.equal(take(file), undefined);
    release(file);
  });

  it("is taken in turn, and tells once who has it", async () => {
    const child = spawn("sleep", ["0.3"]);
    mkdirSync(path.dirname(file));
    writeFileSync(file, String(child.pid));
    const told: number[] = [];

    await takeTurn(file, (owner) => told.push(owner));

    assert.deepEqual(told, [child.pid]);
    assert.equal(ownerOf(file), process.pid);
    release(file);
  });
});

/** Stands for npm: says when it begins and ends, and leaves what npm leaves. */
const NPM = `#!/bin/sh
echo begin >> npm.log
sleep 1
mkdir -p node_modules
echo '{ "packages": { "node_modules/a": { "version": "1.0.0" } } }' > node_modules/.package-lock.json
echo end >> npm.log
`;

describe("commands of a fresh clone", () => {
  const clone = mkdtempSync(path.join(tmpdir(), "clone-"));
  const write = (file: string, text: string): void =>
    writeFileSync(path.join(clone, file), text, { mode: 0o755 });

  after(() => rmSync(clone, { recursive: true, force: true }));

  it("that start at once install its packages once, and all run", async () => {
    const dependencies = { a: "1.0.0" };
    const packages = { "": { dependencies }, "node_modules/a": { version: "1.0.0" } };
    ["engine", "bin"].forEach((each) => mkdirSync(path.join(clone, each)));
    for (const name of ["command.mjs", "lock.cjs", "interfering-variables.json"]) {
      copyFileSync(path.join(PROJECT_DIR, "engine", name), path.join(clone, "engine", name));
    }
    write("engine/register.cjs", "");
    write("package.json", JSON.stringify({ dependencies }));
    write("package-lock.json", JSON.stringify({ packages }));
    write("bin/npm", NPM);
    write("say.cjs", "console.log(process.argv[2]);");
    const PATH = [path.join(clone, "bin"), process.env["PATH"]].join(path.delimiter);
    const start = async (word: string): Promise<string> =>
      new Promise((resolve) => {
        const args = ["engine/command.mjs", "say.cjs", word];
        const child = spawn(process.execPath, args, { cwd: clone, env: { ...process.env, PATH } });
        let said = "";
        child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
        child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
        child.once("close", () => resolve(said));
      });

    const said = await Promise.all(["one", "two", "three"].map(start));

    assert.equal(readFileSync(path.join(clone, "npm.log"), "utf8"), "begin\nend\n");
    said.forEach((text, index) =>
      assert.match(text, new RegExp(`^${["one", "two", "three"][index]}$`, "m")),
    );
    assert.equal(said.filter((text) => text.includes("Installing npm packages")).length, 1);
    assert.ok(said.some((text) => /^Waiting for process \d+, which installs npm/m.test(text)));
    assert.equal(existsSync(path.join(clone, "out", "npm.lock")), false);
  }).timeout(30_000);
});
