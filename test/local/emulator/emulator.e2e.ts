import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmulator } from "../../../local/emulator/emulator";
import type { WorkflowEvent } from "../../../local/executions/events";
import { PROJECT_DIR } from "../../../engine/program";
import { local as command } from "../../../local/main";
import { freePort, launch } from "../../../local/emulator/process";
import { emulatorPython, findPython } from "../../../local/emulator/python";
import { UsageError, writeFileAtomic } from "../../../statemachine/cli";
import { capture } from "../../support/capture";
import {
  answers,
  childrenOf,
  endpointIn,
  local,
  resultsOf,
  processes,
  silence,
  survivors,
} from "../../support/local-run";

describe("npm run local", () => {
  it("ends green, says what each execution did, and leaves nothing running", async () => {
    const { code, stdout, stderr } = await local([]);

    assert.equal(code, 0, stdout + stderr);
    const results = resultsOf(stderr);
    const run = JSON.parse(readFileSync(path.join(results, "run.json"), "utf8")) as {
      green: boolean;
      executions: {
        name: string;
        status: string;
        path: string[];
        output?: { statusCode: number };
      }[];
    };
    const ends = run.executions.map(({ name, status, output }) => [
      name,
      status,
      output?.statusCode,
    ]);
    assert.deepEqual(ends, [
      ["claim-check", "SUCCEEDED", 200],
      ["failure", "FAILED", undefined],
      ["retry-then-success", "SUCCEEDED", 200],
      ["success", "SUCCEEDED", 200],
    ]);
    assert.ok(
      run.executions.find(({ name }) => name === "retry-then-success")?.path.includes("Wait"),
    );
    for (const picture of ["workflow", ...run.executions.map(({ name }) => name)]) {
      assert.ok(existsSync(path.join(results, `${picture}.svg`)), picture);
    }
    assert.equal(await answers(endpointIn(stderr) as string), false);
  });

  it("exits with 1 when an execution does not end as expected", async () => {
    const file = path.join(PROJECT_DIR, "out", "unexpected.json");
    const event = JSON.parse(
      readFileSync(path.join(PROJECT_DIR, "local", "events", "success.json"), "utf8"),
    ) as WorkflowEvent;
    writeFileAtomic(
      file,
      JSON.stringify({ ...event, expect: { ...event.expect, status: "FAILED" } }),
    );
    try {
      const { exit, stdout } = await capture(() => command(["--event", file]));

      assert.equal(exit, 1);
      assert.match(stdout, /ended SUCCEEDED, expected FAILED/);
    } finally {
      rmSync(file);
    }
  });

  for (const [signal, expected] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    it(`ends everything that it started when it gets ${signal}`, async () => {
      let started: number[] = [];
      const { code, stderr } = await local([], (text, child) => {
        if (started.length > 0 || !/› LambdaInvoke/.test(text)) return;
        started = childrenOf(child.pid as number);
        child.kill(signal);
      });

      assert.equal(code, expected, stderr);
      // The emulator and the host of the policy pack.
      assert.ok(started.length >= 2, `started ${started.length} processes`);
      assert.deepEqual(await survivors(started, 3000), []);
    });
  }

  it("leaves no emulator behind even when it is killed", async () => {
    const { signal, stderr } = await local([], (text, child) => {
      if (endpointIn(text) !== undefined) child.kill("SIGKILL");
    });

    assert.equal(signal, "SIGKILL");
    assert.ok(await silence(endpointIn(stderr) as string, 8000), "the emulator still answers");
  });

  it("keeps the emulator up when asked, and uses it again beside what is there", async () => {
    const event = path.join("local", "events", "success.json");
    const first = await local(["--keep", "--event", event]);
    const endpoint = endpointIn(first.stderr) as string;
    const pid = Number(/kill (\d+)/.exec(first.stdout)?.[1]);
    const console = /console in the browser: (\S+)/.exec(first.stdout)?.[1] as string;
    try {
      assert.equal(first.code, 0, first.stderr);
      assert.match(first.stdout, new RegExp(`AWS_ENDPOINT_URL=${endpoint}`));
      assert.ok(await answers(endpoint));
      assert.equal((await fetch(`${console}stack`)).status, 200);

      const second = await local(["--endpoint", endpoint, "--event", event]);

      assert.equal(second.code, 0, second.stderr);
      assert.ok(await answers(endpoint), "the run ended an emulator that it did not start");
    } finally {
      process.kill(pid, "SIGTERM");
    }
    assert.ok(await silence(endpoint, 8000), "the emulator still answers");
    const stays = async (): Promise<boolean> => fetch(console).then(Boolean, () => false);
    for (let waited = 0; waited < 30 && (await stays()); waited++) await sleep(1000);
    assert.ok(!(await stays()), "the console outlives its emulator");
  });

  it("starts nothing but the emulator, which takes a run beside it", async () => {
    const { code, stdout, stderr } = await local(["--only-emulator"]);
    const endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(stdout)?.[1] as string;
    try {
      assert.equal(code, 0, stderr);
      assert.ok(await answers(endpoint));
      assert.doesNotMatch(stderr, /Create stack/);
    } finally {
      process.kill(Number(/kill (\d+)/.exec(stdout)?.[1]), "SIGTERM");
    }
    assert.ok(await silence(endpoint, 8000), "the emulator still answers");
  });

  it("runs a plain input and shows what came of it", async () => {
    const file = path.join(PROJECT_DIR, "out", "plain.json");
    writeFileAtomic(file, JSON.stringify({ order: "7", items: [] }));
    try {
      const { exit, stdout, stderr } = await capture(() => command(["--event", file]));

      assert.equal(exit, 0, stdout + stderr);
      assert.match(stdout, /✔ plain {2}SUCCEEDED .*\n {2}LambdaInvoke/);
      assert.match(stdout, /^ {2}\{.*"statusCode":200/m);
      assert.match(stderr, /The emulator does not do what AWS does here:/);
    } finally {
      rmSync(file);
    }
  });

  it("exits with 2 for what it cannot use", async () => {
    const cases: [string[], RegExp][] = [
      [["--stack", "nope"], /unknown stack "nope".*stacks: dev, local, prod/],
      [["--event", "nope.json"], /nope\.json cannot be read/],
      [["--endpoint", "http://127.0.0.1:1"], /no emulator answers at http:\/\/127\.0\.0\.1:1/],
      [["--port", "x"], /whole number from 1 to 65535/],
    ];
    for (const [args, message] of cases) {
      const { exit, stderr } = await capture(() => command(args));
      assert.equal(exit, 2, stderr);
      assert.match(stderr, message);
    }
  });
});

describe("the emulator", () => {
  it("says so when its port is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await assert.rejects(startEmulator({ port }), (error: Error) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, new RegExp(`port ${port} .*EADDRINUSE.*leave out --port`));
        return true;
      });
    } finally {
      server.close();
    }
  });

  it("says so when it cannot be started", async () => {
    await assert.rejects(
      startEmulator({ python: "/nonexistent/python" }),
      /^Error: the emulator ended by itself \(.*ENOENT\)$/,
    );
  });

  it("quotes its last line when it ends by itself", async () => {
    // Node in place of Python fails on the first line of the file.
    const log = path.join(PROJECT_DIR, "out", "last-words.log");
    await assert.rejects(
      startEmulator({ python: process.execPath, log }),
      /exit code 1\); it said "Node\.js v[\d.]+" \(more in out\/last-words\.log\)$/,
    );
  });

  it("removes its files when its starter is gone before it is up", async () => {
    const python = await emulatorPython(PROJECT_DIR, () => undefined);
    const files = mkdtempSync(path.join(tmpdir(), "orphan-"));
    const log = path.join(PROJECT_DIR, "out", "orphan.log");
    const child = launch({ python, port: await freePort(), waitScale: 1, files, log });

    child.stdin?.end();
    await once(child, "exit");

    assert.equal(existsSync(files), false);
  });

  it("tells a crash, and leaves no worker or file", async () => {
    const emulator = await startEmulator();
    process.kill(emulator.pid as number, "SIGKILL");

    await assert.rejects(emulator.lost, /the emulator ended by itself \(SIGKILL\)/);
    assert.throws(() => process.kill(-(emulator.pid as number), 0), { code: "ESRCH" });
  });

  it("leaves nothing of an installation whose process ends before it", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "installing-"));
    const script = path.join(folder, "install.cjs");
    const module = path.join(PROJECT_DIR, "local", "emulator", "python");
    // What pip writes is there: it is at work.
    const text = `
      const { readdirSync } = require("node:fs");
      void require(${JSON.stringify(module)}).emulatorPython(__dirname, () => undefined);
      setInterval(() => {
        const files = readdirSync(__dirname, { recursive: true });
        if (files.some((file) => file.includes("dist-info"))) process.exit(2);
      }, 5);`;
    writeFileAtomic(script, text);
    const command = path.join(PROJECT_DIR, "engine", "command.mjs");
    const child = spawn(process.execPath, [command, path.relative(PROJECT_DIR, script)]);

    const [code] = (await once(child, "exit")) as [number];

    assert.equal(code, 2);
    assert.deepEqual(
      processes().filter(({ command }) => command.includes(folder)),
      [],
    );
    assert.deepEqual(readdirSync(folder).sort(), ["install.cjs", "out"]);
    assert.deepEqual(readdirSync(path.join(folder, "out")), []);
    rmSync(folder, { recursive: true });
  });

  it("names the Python versions that are too old", () => {
    assert.throws(
      () => findPython(["no-such-python"]),
      /needs Python 3\.10 .*there is none.*apt install/s,
    );
  });
});
