import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  linkSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeFileAtomic } from "../../../statemachine/cli";

describe("writeFileAtomic", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "files-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [what, link] of [
    ["a link", symlinkSync],
    ["a second name", linkSync],
  ] as const) {
    it(`writes what ${what} is of, and leaves nothing beside it`, () => {
      const [file, other] = [path.join(folder, "file"), path.join(folder, "other")];
      writeFileSync(file, "old", { mode: 0o640 });
      link(file, other);

      writeFileAtomic(other, "new");

      assert.equal(readFileSync(file, "utf8"), "new");
      assert.equal(lstatSync(file).mode & 0o777, 0o640);
      assert.deepEqual(readdirSync(folder), ["file", "other"]);
    });
  }

  it("leaves the permissions of what is not a file", function () {
    if (process.platform === "win32") this.skip();
    const program = [
      `const { writeFileAtomic } = require("./statemachine/cli");`,
      `writeFileAtomic("/dev/stdout", "new", 0o640);`,
      `process.stderr.write((require("node:fs").fstatSync(1).mode & 0o777).toString(8));`,
    ].join("");
    // A pipe of the shell's: one of Node.js is a socket, which has no name to open.
    const command = `"${process.execPath}" --require ./engine/register.cjs -e '${program}' | cat`;
    const cwd = path.join(__dirname, "../../..");
    const { stdout, stderr } = spawnSync("sh", ["-c", command], { cwd, encoding: "utf8" });
    assert.deepEqual([stdout, stderr], ["new", "600"]);
  });

  it("puts no file in the place of something that is not one", async function () {
    if (process.platform === "win32") this.skip();
    const socket = path.join(folder, "socket");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    try {
      assert.throws(() => writeFileAtomic(socket, "new"));
      assert.ok(lstatSync(socket).isSocket());
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
