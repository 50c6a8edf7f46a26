import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { UsageError } from "../../statemachine/cli";
import { undisturbed } from "../environment";
import type { PackOptions } from "./pack";

/** The engine's address, which a pack that logs would dial: nobody listens, and the pack writes to stderr instead. */
const NO_ENGINE = "127.0.0.1:1";

/** What is loaded into the host before the pack. */
const FIRST = [
  require.resolve("./end-with-parent.cjs"),
  require.resolve("../seldom-used.cjs"),
  require.resolve("./without-compiler.cjs"),
];

/** Starts a pack the way the language host does. */
export function launch({
  folder,
  project,
  stack,
  config = {},
  env = {},
}: PackOptions): ChildProcess {
  const host = require.resolve("@pulumi/pulumi/cmd/run-policy-pack", { paths: [folder] });
  const settings = JSON.stringify(config);
  const first = FIRST.flatMap((file) => ["--require", file]);
  const child = spawn(process.execPath, [...first, host, NO_ENGINE, "."], {
    cwd: path.resolve(folder),
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...undisturbed(),
      STARTED_BY: String(process.pid),
      PULUMI_CONFIG: settings,
      PULUMI_PROJECT: project,
      PULUMI_STACK: stack,
      PULUMI_NODEJS_PROJECT: project,
      PULUMI_NODEJS_STACK: stack,
      PULUMI_NODEJS_DRY_RUN: "true",
      ...env,
    },
  });
  // A command that is interrupted exits without closing what it started.
  const end = (): unknown => child.kill();
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  return child;
}

/** The first line that a pack prints is the port it listens on. */
export async function portOf(host: ChildProcess): Promise<number> {
  const { stdout, stderr } = host;
  if (stdout === null || stderr === null) throw new Error("the policy host has no output");
  let written = "";
  stderr.on("data", (data: Buffer) => (written += data.toString()));
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void =>
      reject(new UsageError(`the policy pack did not start: ${written.trim() || reason}`));
    host.once("error", (error) => fail(error.message));
    host.once("close", (code) => fail(`it ended with exit code ${code}`));
    createInterface({ input: stdout }).once("line", (line) => {
      const port = Number(line);
      if (Number.isInteger(port) && port > 0) resolve(port);
      else fail(`it printed '${line}' where its port is expected`);
    });
  });
}
