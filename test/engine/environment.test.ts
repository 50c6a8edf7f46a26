import assert from "node:assert/strict";
import { bare, undisturbed } from "../../engine/environment";

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
});
