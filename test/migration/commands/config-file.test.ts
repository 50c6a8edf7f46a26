import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setConfig } from "../../../migration/commands/config-file";

describe("the stack's file", () => {
  let folder: string;
  const read = (): string => readFileSync(path.join(folder, "Pulumi.dev.yaml"), "utf8");
  const write = (text: string): void => writeFileSync(path.join(folder, "Pulumi.dev.yaml"), text);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "config-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("keeps comments, other keys and encrypted values", () => {
    write(
      [
        "# Ours.",
        "encryptionsalt: v1:abc",
        "config:",
        "  aws:region: eu-west-1 # near the customer",
        "  stepfunctions:name: orders",
        "  stepfunctions:token:",
        "    secure: v1:xyz",
        "",
      ].join("\n"),
    );
    setConfig(folder, "dev", {
      "stepfunctions:name": "payments",
      "stepfunctions:adoption": { "urn:pulumi:dev::a$b::c": "arn:aws:iam::1:role/x" },
    });

    assert.equal(
      read(),
      [
        "# Ours.",
        "encryptionsalt: v1:abc",
        "config:",
        "  aws:region: eu-west-1 # near the customer",
        "  stepfunctions:name: payments",
        "  stepfunctions:token:",
        "    secure: v1:xyz",
        "  stepfunctions:adoption:",
        "    urn:pulumi:dev::a$b::c: arn:aws:iam::1:role/x",
        "",
      ].join("\n"),
    );
  });

  it("keeps what it was told to keep inside a value that is set anew", () => {
    write(
      "config:\n  a:b:\n    one:\n      token:\n        secure: v1:xyz\n      old: 1\n    two: 2\n",
    );
    const keep = [
      ["a:b", "one", "token"],
      ["a:b", "none", "token"],
    ];
    setConfig(folder, "dev", { "a:b": { one: { new: 1, token: "[secret]" } } }, keep);

    assert.equal(
      read(),
      "config:\n  a:b:\n    one:\n      new: 1\n      token:\n        secure: v1:xyz\n",
    );
  });

  it("is made where there is none, and loses keys set to undefined", () => {
    setConfig(folder, "dev", {
      "stepfunctions:name": "a",
      "stepfunctions:adoption": { urn: "id" },
    });
    setConfig(folder, "dev", { "stepfunctions:adoption": undefined });

    assert.equal(read(), "config:\n  stepfunctions:name: a\n");
    assert.deepEqual(readdirSync(folder), ["Pulumi.dev.yaml"]);
  });

  for (const [what, text] of [
    ["no YAML", "config: [\n"],
    ["a list", "- config\n"],
    ["a file whose config is a text", "config: none\n"],
  ] as const) {
    it(`stays as it is when it is ${what}`, () => {
      write(text);

      assert.throws(
        () => setConfig(folder, "dev", { "stepfunctions:name": "a" }),
        /Pulumi\.dev\.yaml/,
      );
      assert.equal(read(), text);
    });
  }

  it("is not written under what is not the name of a stack", () => {
    assert.throws(() => setConfig(folder, "../dev", {}), /"\.\.\/dev" is not the name of a stack/);
  });
});
