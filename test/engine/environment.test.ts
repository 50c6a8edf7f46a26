import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bare, undisturbed } from "../../engine/environment";
import { PROJECT_DIR } from "../../engine/program";

const CALLER = {
  PATH: "/bin",
  HOME: "/home/me",
  LC_ALL: "C.UTF-8",
  POLICY_PROFILE: "dev",
  PULUMI_ACCESS_TOKEN: "t",
  PULUMI_CONFIG: "{}",
  PULUMI_CONFIG_PASSPHRASE: "p",
  PULUMI_NODEJS_TYPESCRIPT: "false",
  PULUMI_ENABLE_LEGACY_APPLY: "true",
  TS_NODE_PROJECT: "/nope",
  NODE_OPTIONS: "--require /nope",
  NODE_USE_ENV_PROXY: "1",
  NODE_EXTRA_CA_CERTS: "/ca.pem",
  http_proxy: "http://proxy",
  HTTPS_PROXY: "http://proxy",
  all_proxy: "http://proxy",
  grpc_proxy: "http://proxy",
  GRPC_TRACE: "all",
  AWS_PROFILE: "prod",
  SERVICES: "sqs",
  LAMBDA_STRICT: "1",
};

describe("the environment of a process that the project starts", () => {
  it("is without what would change the outcome of a run", () => {
    assert.deepEqual(Object.keys(undisturbed(CALLER)), [
      "PATH",
      "HOME",
      "LC_ALL",
      "POLICY_PROFILE",
      "PULUMI_ACCESS_TOKEN",
      "PULUMI_CONFIG_PASSPHRASE",
      "NODE_EXTRA_CA_CERTS",
      "AWS_PROFILE",
      "SERVICES",
      "LAMBDA_STRICT",
    ]);
  });

  it("is nearly empty for the emulator", () => {
    assert.deepEqual(bare(CALLER), { PATH: "/bin", HOME: "/home/me", LC_ALL: "C.UTF-8" });
  });

  it("of a command reaches this machine without a proxy", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "environment-"));
    const script = path.join(folder, "print.cjs");
    writeFileSync(script, "process.stdout.write(process.env.no_proxy)");
    const run = (environment: Record<string, string>): string =>
      spawnSync(process.execPath, ["engine/command.mjs", path.relative(PROJECT_DIR, script)], {
        cwd: PROJECT_DIR,
        encoding: "utf8",
        env: { ...undisturbed(), http_proxy: "http://127.0.0.1:9", ...environment },
      }).stdout;

    const said = [run({}), run({ NO_PROXY: "example.com" })];

    rmSync(folder, { recursive: true });
    assert.deepEqual(said, ["localhost,127.0.0.1,::1", "example.com,localhost,127.0.0.1,::1"]);
  });
});
