import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { RULES } from "../../policy/rules";
import {
  checkSettings,
  initialConfig,
  levelOf,
  readSettings,
  SettingsError,
} from "../../policy/settings/settings";

const rule = (name: string): (typeof RULES)[number] => {
  const found = RULES.find((each) => each.id === name);
  assert.ok(found, `no rule ${name}`);
  return found;
};

describe("policy settings", () => {
  const rotation = rule("kms-key-rotation");
  const grants = rule("kms-key-grants");
  const replication = rule("s3-bucket-replication");

  it("takes the level of the profile, prod when none is named", () => {
    const levels = (profile?: "dev" | "prod" | "strict"): string[] =>
      [rotation, grants, replication].map((each) => levelOf(each, profile ? { profile } : {}));
    assert.deepEqual(levels(), ["mandatory", "advisory", "disabled"]);
    assert.deepEqual(levels("prod"), levels());
    assert.deepEqual(levels("dev"), ["advisory", "advisory", "disabled"]);
    assert.deepEqual(levels("strict"), ["mandatory", "mandatory", "advisory"]);
  });

  it("lets a rule win over its group, and the group over all", () => {
    assert.equal(levelOf(rotation, { all: "advisory" }), "advisory");
    assert.equal(
      levelOf(rotation, { all: "advisory", groups: { security: "disabled" } }),
      "disabled",
    );
    const own = {
      groups: { security: "disabled" },
      rules: { "kms-key-rotation": "remediate" },
    } as const;
    assert.equal(levelOf(rotation, own), "remediate");
    assert.equal(
      levelOf(rotation, { rules: { "kms-key-rotation": { enforcementLevel: "advisory" } } }),
      "advisory",
    );
  });

  it("turns on what is off by name only", () => {
    assert.equal(
      levelOf(replication, { all: "mandatory", groups: { reliability: "mandatory" } }),
      "disabled",
    );
    assert.equal(
      levelOf(replication, { rules: { "s3-bucket-replication": "mandatory" } }),
      "mandatory",
    );
  });

  it("hands settings and exemptions to the engine", () => {
    const exemption = {
      rule: "kms-key-rotation",
      name: "old",
      reason: "made by hand",
      expires: "2030-01-01",
    };
    const config = initialConfig({
      rules: {
        "sfn-machine-logging": { enforcementLevel: "advisory", minLogLevel: "ALL" },
        "kms-key-grants": "advisory",
      },
      exemptions: [exemption],
    });
    assert.deepEqual(config, {
      "policy-exemptions": { exemptions: [exemption] },
      "sfn-machine-logging": { minLogLevel: "ALL" },
    });
  });

  it("lists everything that is wrong", () => {
    const wrong = {
      profile: "production",
      colour: "red",
      groups: { safety: "mandatory" },
      rules: {
        "no-such-rule": "mandatory",
        "logs-group-retention-range": { minDays: 0 },
        "kms-key-grants": "remediate",
      },
      exemptions: [{ rule: "kms-key-rotation", name: "a", reason: "short", expires: "soon" }],
    };
    assert.throws(
      () => checkSettings(wrong, RULES, "test.yaml"),
      (error: unknown) => {
        assert.ok(error instanceof SettingsError);
        for (const part of [
          "test.yaml",
          "profile",
          "colour",
          "safety",
          "no-such-rule",
          "minDays",
          "kms-key-grants",
          "reason",
          "expires",
        ]) {
          assert.ok(error.message.includes(part), `${part} in:\n${error.message}`);
        }
        return true;
      },
    );
  });

  it("asks an exemption for one of urn and name", () => {
    const exemption = { rule: "kms-key-rotation", reason: "made by hand", expires: "2030-01-01" };
    for (const exemptions of [[exemption], [{ ...exemption, name: "a", urn: "urn:pulumi:x" }]]) {
      assert.throws(() => checkSettings({ exemptions }, RULES, "test"), SettingsError);
    }
  });

  it("reads the file before the stack, and the profile before both", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "settings-"));
    const file = path.join(folder, "policy.yaml");
    writeFileSync(file, "profile: dev\nall: advisory\n");
    const inStack = { "policy:settings": '{"all":"disabled"}', "policy:profile": "strict" };
    try {
      const env = { PULUMI_CONFIG: JSON.stringify(inStack) };
      assert.deepEqual(readSettings(RULES, env), { all: "disabled", profile: "strict" });
      assert.deepEqual(readSettings(RULES, { POLICY_SETTINGS: file }), {
        all: "advisory",
        profile: "dev",
      });
      assert.equal(
        readSettings(RULES, { POLICY_SETTINGS: file, POLICY_PROFILE: "prod" }).profile,
        "prod",
      );
      assert.throws(
        () => readSettings(RULES, { POLICY_SETTINGS: path.join(folder, "none") }),
        SettingsError,
      );
      assert.deepEqual(readSettings(RULES, {}), {});
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
