import assert from "node:assert/strict";
import path from "node:path";
import { PROJECT_DIR } from "../../../engine/program";
import { local } from "../../support/local-run";

/** Nothing listens there: whoever follows one of these fails. */
const NOWHERE = "http://127.0.0.1:9";

const HOSTILE: Record<string, string> = {
  ...Object.fromEntries(
    ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "grpc_proxy"].map(
      (name) => [name, NOWHERE],
    ),
  ),
  NODE_USE_ENV_PROXY: "1",
  AWS_ENDPOINT_URL: NOWHERE,
  AWS_ENDPOINT_URL_S3: NOWHERE,
  AWS_USE_FIPS_ENDPOINT: "true",
  AWS_USE_DUALSTACK_ENDPOINT: "true",
  AWS_PROFILE: "no-such-profile",
  AWS_REGION: "eu-north-1",
  AWS_RETRY_MODE: "nonsense",
  AWS_DEFAULTS_MODE: "nonsense",
  AWS_MAX_ATTEMPTS: "x",
  AWS_S3_USE_ARN_REGION: "nonsense",
  AWS_REQUEST_CHECKSUM_CALCULATION: "nonsense",
  AWS_RESPONSE_CHECKSUM_VALIDATION: "nonsense",
  SERVICES: "sqs",
  LAMBDA_STRICT: "1",
  LAMBDA_EXECUTOR: "docker",
  AUTH: "true",
  USE_SSL: "1",
  PERSIST_STATE: "1",
  PYTHONHOME: "/nope",
  PYTHONPATH: "/nope",
  PULUMI_CONFIG: '{"stepfunctions:name":"other"}',
  PULUMI_CONFIG_SECRET_KEYS: '["stepfunctions:name"]',
  PULUMI_NODEJS_PROJECT: "other",
  PULUMI_NODEJS_STACK: "other",
  PULUMI_NODEJS_DRY_RUN: "true",
  PULUMI_NODEJS_TYPESCRIPT: "false",
  PULUMI_NODEJS_TSCONFIG_PATH: "/nope",
  PULUMI_ENABLE_LEGACY_APPLY: "true",
  PULUMI_DISABLE_RESOURCE_REFERENCES: "true",
  TS_NODE_PROJECT: "/nope",
  TZ: "Asia/Kolkata",
};

describe("the caller's environment", () => {
  it("does not change a local run", async () => {
    const event = path.join(PROJECT_DIR, "local", "events", "success.json");

    const { code, stdout, stderr } = await local(
      ["--event", event, "--format", "json"],
      undefined,
      HOSTILE,
    );

    assert.equal(code, 0, stderr);
    const run = JSON.parse(stdout) as {
      resources: { urn: string }[];
      outputs: Record<string, string>;
      policies: { violations: { level: string }[] };
    };
    assert.equal(run.resources.length, 40);
    assert.equal(
      run.outputs["stateMachineArn"],
      "arn:aws:states:us-east-1:111111111111:stateMachine:proj-local-saugat-sfn",
    );
    assert.ok(run.policies.violations.every(({ level }) => level === "advisory"));
  });
});
