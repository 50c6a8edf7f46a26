import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { RULES } from "../../policy/rules";
import { expiredDisablings, keepDisablings } from "../../policy/settings/disablings";
import { levelOf } from "../../policy/settings/levels";
import {
  checkSettings,
  initialConfig,
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
      levelOf(rotation, { all: "advisory", groups: { security: "mandatory" } }),
      "mandatory",
    );
    const own = {
      groups: { security: "advisory" },
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

  it("says of a section without anything that it is not a map, and what else is wrong", () => {
    assert.throws(() => checkSettings({ rules: null, all: "disabled" }, RULES, "test.yaml"), {
      name: "SettingsError",
      message:
        "wrong policy settings in test.yaml:\n  rules: null is not of the type object\n" +
        '  all: disabled needs a reason and a day: {enforcementLevel: disabled, reason: ..., expires: "YYYY-MM-DD"}',
    });
  });

  it("lists everything that is wrong", () => {
    const wrong = {
      profile: "production",
      colour: "red",
      groups: { safety: "mandatory" },
      rules: {
        "no-such-rule": "mandatory",
        "s3-bucket-replication": null,
        "logs-group-retention-range": { minDays: 0 },
        "kms-key-grants": "remediate",
      },
      exemptions: [{ rule: "kms-key-rotation", name: "a", reason: "short", expires: "soon" }],
    };
    assert.throws(
      () => checkSettings(wrong, RULES, "test.yaml"),
      (error: unknown) => {
        assert.ok(error instanceof SettingsError);
        assert.deepEqual(error.message.split("\n"), [
          "wrong policy settings in test.yaml:",
          '  profile: "production" is not one of dev, prod, strict',
          "  groups: there is no 'safety' here, but performance, security, operations, reliability, cost",
          "  rules.s3-bucket-replication: null is not one of mandatory, advisory, disabled, remediate",
          "  rules.logs-group-retention-range.minDays: 0 is too small: the least is 1",
          "  rules: there is no 'no-such-rule' here, but the rules of docs/policies.md",
          '  exemptions.0.reason: "short" is too small: the least is 10 letters',
          '  exemptions.0.expires: "soon" is not a day as YYYY-MM-DD',
          "  settings: there is no 'colour' here, but profile, all, groups, rules, exemptions, locked",
          "  rules.kms-key-grants: the rule remediates nothing, so its level cannot be remediate",
        ]);
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

  it("says what an exemption and a setting of a rule lack or have too much", () => {
    const exemption = { rule: "kms-key-rotation", reason: "made by hand", expires: "2030-01-01" };
    const settings = {
      exemptions: [exemption, { ...exemption, name: "a", urn: "urn:pulumi:x" }],
      rules: { "logs-group-retention": { days: 7 } },
    };
    assert.throws(() => checkSettings(settings, RULES, "test"), {
      message: [
        "wrong policy settings in test:",
        "  rules.logs-group-retention: there is no 'days' here, but enforcementLevel, reason, expires, remediateDays",
        "  exemptions.0: it says not to which resources it applies: add urn or name",
        "  exemptions.1: it has more than rule, reason, expires and one of urn and name",
      ].join("\n"),
    });
  });

  it("tells what is turned off past its day", () => {
    const off = (expires: string): object => ({
      enforcementLevel: "disabled",
      reason: "The proxy refuses it",
      expires,
    });
    const settings = {
      groups: { cost: off("2024-01-31") },
      rules: { "s3-bucket-tls": off("2024-02-29"), "kms-key-rotation": off("2999-12-31") },
    };
    keepDisablings(checkSettings(settings, RULES, "test"));
    const found = expiredDisablings();
    keepDisablings({});
    assert.deepEqual(
      found.map(({ at, expires }) => ({ at, expires })),
      [
        { at: "groups.cost", expires: "2024-01-31" },
        { at: "rules.s3-bucket-tls", expires: "2024-02-29" },
      ],
    );
  });

  it("turns a rule off with a reason and a day only, and on again after that day", () => {
    const off = (more: object): object => ({ enforcementLevel: "disabled", ...more });
    const reason = "The keys are made by another team";
    for (const bare of ["disabled", off({}), off({ reason }), off({ expires: "2999-12-31" })]) {
      for (const settings of [
        { rules: { "kms-key-rotation": bare } },
        { groups: { security: bare } },
      ]) {
        assert.throws(() => checkSettings(settings, RULES, "test"), SettingsError);
      }
    }
    assert.throws(
      () => checkSettings({ all: "disabled" }, RULES, "test"),
      /needs a reason and a day/,
    );
    const level = (expires: string): string =>
      levelOf(
        rotation,
        checkSettings({ rules: { "kms-key-rotation": off({ reason, expires }) } }, RULES, "test"),
      );
    assert.equal(level("2999-12-31"), "disabled");
    assert.equal(level("2024-01-31"), "mandatory");
    const offByDefault = { rules: { "s3-bucket-replication": "disabled" } };
    assert.deepEqual(checkSettings(offByDefault, RULES, "test"), offByDefault);
    const settings = { rules: { "sfn-machine-logging": off({ reason, expires: "2999-12-31" }) } };
    assert.deepEqual(initialConfig(checkSettings(settings, RULES, "test")), {
      "policy-exemptions": { exemptions: [] },
    });
  });

  it("lets a file lock rules against the stack's own settings", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "settings-"));
    const file = path.join(folder, "policy.yaml");
    const read = (
      content: string,
      stack: object,
      profile = "",
    ): ReturnType<typeof readSettings> => {
      writeFileSync(file, content);
      const config = { "policy:settings": JSON.stringify(stack), "policy:profile": profile };
      return readSettings(RULES, { POLICY_SETTINGS: file, PULUMI_CONFIG: JSON.stringify(config) });
    };
    try {
      const some = "locked: [kms-key-rotation]\nrules: { kms-key-grants: mandatory }\n";
      const settings = read(
        some,
        { rules: { "kms-key-grants": "advisory", "s3-bucket-tls": "advisory" } },
        "dev",
      );
      assert.deepEqual(
        [rotation, grants, rule("s3-bucket-tls"), rule("kms-key-public")].map((each) =>
          levelOf(each, settings),
        ),
        ["mandatory", "mandatory", "advisory", "advisory"],
      );
      assert.throws(
        () => read(some, { rules: { "kms-key-rotation": "advisory" } }),
        /rules\.kms-key-rotation: the policy pack locks kms-key-rotation/,
      );
      const exemption = {
        rule: "kms-key-rotation",
        name: "a",
        reason: "made by hand",
        expires: "2030-01-01",
      };
      assert.throws(
        () => read(some, { exemptions: [exemption] }),
        /exemptions\.0: the policy pack locks/,
      );
      assert.equal(
        levelOf(grants, read('locked: ["*"]\nprofile: strict\n', {}, "dev")),
        "mandatory",
      );
      assert.throws(
        () =>
          readSettings(RULES, {
            PULUMI_CONFIG: '{"policy:settings":"{locked: [kms-key-rotation]}"}',
          }),
        /only a file of settings locks rules/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("reads the file before the stack, and the profile before both", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "settings-"));
    const file = path.join(folder, "policy.yaml");
    writeFileSync(file, "profile: dev\nall: advisory\n");
    const inStack = { "policy:settings": '{"all":"advisory"}', "policy:profile": "strict" };
    try {
      const env = { PULUMI_CONFIG: JSON.stringify(inStack) };
      assert.deepEqual(readSettings(RULES, env), { all: "advisory", profile: "strict" });
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
