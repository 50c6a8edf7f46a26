import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { checkSettings, readSettings } from "../../stack/settings";
import { SETTINGS } from "../../stack/settings-schema";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

const MINIMUM = { prefix: "acme", environment: "qa", name: "orders" };

/** The message that checking `raw` ends with. */
function messageOf(raw: Record<string, unknown>): string {
  try {
    checkSettings(raw);
  } catch (error) {
    return (error as Error).message;
  }
  return "no error";
}

describe("settings", () => {
  it("fill in every default from the three names alone", () => {
    assert.deepEqual(checkSettings(MINIMUM), {
      ...MINIMUM,
      tags: {},
      protect: false,
      key: { mode: "own", deletionWindowInDays: 30 },
      payloads: { mode: "own", expirationDays: 30, forceDestroy: false },
      function: {
        mode: "own",
        timeout: 30,
        memorySize: 256,
        reservedConcurrentExecutions: -1,
        logRetentionInDays: 90,
        tags: {},
        logLevel: "INFO",
      },
      stateMachine: {
        mode: "own",
        type: "STANDARD",
        logLevel: "ALL",
        includeExecutionData: false,
        logRetentionInDays: 90,
        tracing: true,
      },
      monitoring: {
        enabled: true,
        emails: [],
        durationAlarms: true,
        serviceAlarms: true,
        notifications: "each",
        dashboard: true,
      },
      audit: { mode: "none", retentionInDays: 365 },
      terraform: {},
      migration: { kind: "none" },
      adoption: {},
    });
  });

  it("list everything that is missing or wrong at once, with key, value and fix", () => {
    assert.equal(
      messageOf({
        prefix: "a_b",
        name: "orders",
        key: { mode: "existing" },
        function: { timeout: 901 },
      }),
      [
        "4 settings of this stack are missing or wrong:",
        '  - stepfunctions:prefix: "a_b" is not allowed: must be letters and digits, joined by single hyphens. ' +
          "Fix: pulumi config set 'stepfunctions:prefix' <value>",
        "  - stepfunctions:environment: is missing. Fix: pulumi config set 'stepfunctions:environment' <value>",
        "  - stepfunctions:key.arn: is missing: is needed when mode is existing. " +
          "Fix: pulumi config set --path 'stepfunctions:key.arn' <value>",
        "  - stepfunctions:function.timeout: 901 is not allowed: Too big: expected number to be <=35. " +
          "Fix: pulumi config set --path 'stepfunctions:function.timeout' <value>",
      ].join("\n"),
    );
  });

  it("name a setting that does not exist, on every level", () => {
    assert.equal(
      messageOf({ ...MINIMUM, preifx: "x", key: { window: 7 } }),
      [
        "2 settings of this stack are missing or wrong:",
        "  - stepfunctions:key.window: no such setting. Remove it; docs/settings.md lists the settings.",
        "  - stepfunctions:preifx: no such setting. Remove it; docs/settings.md lists the settings.",
      ].join("\n"),
    );
  });

  it("are read from the stack's configuration, names as text and the rest as JSON", () => {
    pulumi.runtime.setAllConfig({
      "stepfunctions:prefix": "007",
      "stepfunctions:environment": "qa",
      "stepfunctions:name": "orders",
      "stepfunctions:function": '{"timeout":5}',
      "aws:region": "eu-west-1",
    });
    const settings = readSettings();
    assert.deepEqual([settings.prefix, settings.function.timeout], ["007", 5]);
  });

  it("are refused under a key that objects have by themselves", () => {
    const wrong = { "stepfunctions:__proto__": "{}", "stepfunctions:function.__proto__": "{}" };
    pulumi.runtime.setAllConfig({
      "stepfunctions:prefix": "acme",
      "stepfunctions:environment": "qa",
      "stepfunctions:name": "orders",
      ...wrong,
    });

    assert.throws(readSettings, (error: Error) =>
      Object.keys(wrong).every((key) => error.message.includes(`${key}: no such setting`)),
    );
  });

  it("have the same keys as Pulumi.yaml declares to the CLI", () => {
    const text = readFileSync(path.join(__dirname, "../../Pulumi.yaml"), "utf8");
    const declared = (parse(text) as { config: Record<string, { type: string }> }).config;
    assert.deepEqual(Object.keys(declared).sort(), Object.keys(SETTINGS.shape).sort());
  });
});
