import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { PROJECT_DIR } from "../../../engine/program";
import { startEmulator, type Emulator } from "../../../local/emulator/emulator";
import { local as command } from "../../../local/main";
import { brokenEmulator, NONSENSE } from "../../support/broken-emulator";
import { capture } from "../../support/capture";
import { childrenOf, errorsIn, local, survivors } from "../../support/local-run";

const EVENTS = path.join(PROJECT_DIR, "local", "events");
const EVENT = ["--event", path.join(EVENTS, "success.json")];

describe("a local run whose emulator fails", () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ log: path.join(PROJECT_DIR, "out", "failures.log") });
  });

  after(async () => emulator.stop());

  const cases: [mode: string, after: number, error: RegExp][] = [
    [
      "html",
      1,
      /^error: stack local is not complete: .*\bkey\b.*: an answer that is not one of AWS$/,
    ],
    [
      "garbage",
      0,
      /^error: http:\S+ does not say which account it is: an answer that is not one of AWS$/,
    ],
    ["garbage", 20, /^error: stack local is not complete: .+: an answer that is not one of AWS$/],
    [
      "status 500",
      30,
      /^error: stack local is not complete: .+: (HTTP status 500 without a reason|an answer that is not one of AWS( \(HTTP status 500\))?)$/,
    ],
    ["redirect", 12, /^error: stack local is not complete: .+: HTTP status 307 without a reason$/],
    [
      "close",
      25,
      /^error: stack local is not complete: .+: (socket hang up|read ECONNRESET|no answer in time)$/,
    ],
    [
      "big",
      40,
      /^error: (stack local is not complete|event success): .*an answer that is not one of AWS$/,
    ],
    [
      "empty",
      0,
      /^error: http:\S+ does not say which account it is: an answer that is not one of AWS$/,
    ],
  ];
  for (const [mode, after, expected] of cases) {
    it(`says so in one line: ${mode} after ${after} requests`, async () => {
      const nonsense = NONSENSE[mode] as (typeof NONSENSE)[string];
      const { endpoint, close } = await brokenEmulator(emulator.endpoint, nonsense, after);
      try {
        const { exit, stdout, stderr } = await capture(() =>
          command(["--endpoint", endpoint, ...EVENT]),
        );

        assert.equal(exit, 1);
        assert.equal(stdout, "");
        const errors = errorsIn(stderr);
        assert.equal(errors.length, 1, stderr);
        assert.match(errors[0] as string, expected);
      } finally {
        close();
      }
    });
  }

  it("refuses what is no emulator", async () => {
    const server = createServer((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n{}"));
    server.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const { exit, stderr } = await capture(() => command(["--endpoint", endpoint]));
      assert.equal(exit, 2);
      assert.match(stderr, /^error: what answers is not the emulator at http:\S+: start one/m);
    } finally {
      server.close();
    }
    const { exit, stderr } = await capture(() => command(["--endpoint", "localhost"]));
    assert.equal(exit, 2);
    assert.match(
      stderr,
      /--endpoint takes an address such as http:\/\/127\.0\.0\.1:4566, not "localhost"/,
    );
  });
});

describe("a local run whose output cannot be written", () => {
  it("ends, with everything that it started, when nobody reads it", async () => {
    let started: number[] = [];
    const { code, stderr } = await local(EVENT, (text, child) => {
      if (started.length > 0 || !/› LambdaInvoke/.test(text)) return;
      started = childrenOf(child.pid as number);
      child.stdout?.destroy();
    });

    assert.equal(code, 1, stderr);
    assert.deepEqual(errorsIn(stderr), []);
    assert.deepEqual(await survivors(started, 8000), []);
  });

  it("says so when the disk is full", async function () {
    // Linux has a file that is a full disk.
    const full = openSync(process.platform === "linux" ? "/dev/full" : "/dev/null", "w");
    const args = [path.join("engine", "command.mjs"), path.join("local", "main.ts"), ...EVENT];
    const child = spawn(process.execPath, args, {
      cwd: PROJECT_DIR,
      stdio: ["ignore", full, "pipe"],
    });
    let stderr = "";
    child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise((resolve) => child.once("close", resolve));

    assert.equal(code, 1, stderr);
    assert.match(errorsIn(stderr).join("\n"), /^error: .*ENOSPC[^\n]*$/);
  });
});
