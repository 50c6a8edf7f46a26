import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readConfig, stackNames } from "../../../engine/program/config";
import { runProgram } from "../../../engine/program/program";
import { UsageError } from "../../../statemachine/cli";

/** What Pulumi 3.274.1 gives a program: its Go packages read these files, in UTC, with "[secret]" for what is encrypted. */
interface Measured {
  /** YAML of one value, and the text; null where the engine refuses the file. */
  readonly values: readonly (readonly [string, string | null])[];
  /** Lines of Pulumi.yaml, Pulumi.dev.yaml, and all values. */
  readonly files: readonly (readonly [string, string, Readonly<Record<string, string>> | null])[];
}

describe("stack configuration", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "project-"));
    write("Pulumi.yaml", [
      "name: shop",
      "runtime: nodejs",
      "config:",
      "  size: { type: integer, default: 3 }",
      "  tags: { type: object, default: { Team: core } }",
      "  owner: nobody",
      "  needed: { type: string }",
      "  aws:region: { value: eu-west-1 }",
    ]);
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function write(file: string, lines: string[]): void {
    writeFileSync(path.join(folder, file), lines.join("\n"));
  }

  it("takes the project's defaults, then the stack's values, as the texts that the engine passes", () => {
    write("Pulumi.dev.yaml", [
      "config:",
      "  shop:code: 010",
      "  shop:on: true",
      "  owner: me",
      '  shop:list: [1, "two", { three: 3 }]',
      "  aws:endpoints: [{ s3: http://127.0.0.1:1 }]",
    ]);

    assert.deepEqual(readConfig(folder, "dev"), {
      project: "shop",
      runtime: "nodejs",
      typescript: true,
      main: undefined,
      values: {
        "shop:size": "3",
        "shop:tags": '{"Team":"core"}',
        "shop:owner": "me",
        "aws:region": "eu-west-1",
        "shop:code": "8",
        "shop:on": "true",
        "shop:list": '[1,"two",{"three":3}]',
        "aws:endpoints": '[{"s3":"http://127.0.0.1:1"}]',
      },
    });
  });

  describe("is read as the engine reads it", () => {
    const { values, files } = JSON.parse(
      readFileSync(path.join(__dirname, "config-values.json"), "utf8"),
    ) as Measured;
    const rows = [
      ...values.map(([source, text]): Measured["files"][number] => [
        "",
        `config:\n  shop:v: ${source}\n`,
        text === null ? null : { "shop:v": text },
      ]),
      ...files,
    ];

    for (const [project, stack, expected] of rows) {
      it(JSON.stringify(`${project}${stack}`), () => {
        write("Pulumi.yaml", [`name: shop\nruntime: nodejs\n${project}`]);
        write("Pulumi.dev.yaml", [stack]);
        if (expected === null) assert.throws(() => readConfig(folder, "dev"), UsageError);
        else assert.deepEqual(readConfig(folder, "dev").values, expected);
      });
    }
  });

  for (const [setting, nested] of [
    ["stackConfigDir: stacks", "stacks/"],
    ["config: stacks", "stacks/"],
    ["main: .", ""],
  ] as const) {
    it(`finds the stacks' files at ${nested || "the project's"} with ${setting}`, () => {
      mkdirSync(path.join(folder, "stacks"));
      write("Pulumi.yaml", ["name: shop", "runtime: nodejs", setting]);
      write("Pulumi.dev.yaml", ["config: { shop:v: beside }"]);
      write("stacks/Pulumi.dev.yaml", ["config: { shop:v: nested }"]);

      const { values } = readConfig(folder, "dev");
      assert.deepEqual(values, { "shop:v": nested === "" ? "beside" : "nested" });
    });
  }

  it("takes stacks' files that end as the project's does", () => {
    rmSync(path.join(folder, "Pulumi.yaml"));
    write("Pulumi.yml", ["name: shop", "runtime: nodejs"]);
    write("Pulumi.dev.yaml", ["config: { shop:v: yaml }"]);
    write("Pulumi.qa.yml", ["config: { shop:v: yml }"]);

    assert.deepEqual(readConfig(folder, "qa").values, { "shop:v": "yml" });
    assert.throws(() => readConfig(folder, "dev"), {
      name: "UsageError",
      message: `unknown stack "dev": no Pulumi.dev.yml in ${folder}; stacks: qa. One without settings is an empty file`,
    });
  });

  it("takes stacks' files of a folder without a project file", () => {
    rmSync(path.join(folder, "Pulumi.yaml"));
    write("Pulumi.dev.yaml", ["config: { shop:v: alone }"]);

    assert.deepEqual(readConfig(folder, "dev").values, { "shop:v": "alone" });
  });

  it("refuses a folder of stacks that is named twice, or by no text", () => {
    write("Pulumi.yaml", ["name: shop", "runtime: nodejs", "config: a", "stackConfigDir: b"]);
    assert.throws(
      () => readConfig(folder, "dev"),
      /^UsageError: Pulumi\.yaml: .*only one may name/,
    );
    write("Pulumi.yaml", ["name: shop", "runtime: nodejs", "stackConfigDir: [b]"]);
    assert.throws(() => readConfig(folder, "dev"), /Pulumi\.yaml: stackConfigDir is not a text/);
  });

  it("reaches the program, with the caller's values on top", async () => {
    write("Pulumi.dev.yaml", ["config:", "  shop:size: 5"]);
    const { outputs, resources } = await runProgram({
      stack: "dev",
      projectDir: folder,
      config: { owner: "them", tags: { Team: "edge" } },
      program: () => {
        const config = new pulumi.Config();
        return {
          size: config.requireNumber("size"),
          tags: config.requireObject("tags"),
          owner: config.require("owner"),
          needed: config.get("needed") ?? "absent",
        };
      },
    });
    assert.deepEqual(outputs, {
      needed: "absent",
      owner: "them",
      size: 5,
      tags: { Team: "edge" },
    });
    assert.equal(resources[0]?.urn, "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev");
  });

  it("lists the stacks there are when asked for another", () => {
    write("Pulumi.a.yaml", []);
    write("Pulumi.b.yaml", []);
    assert.deepEqual(stackNames(folder), ["a", "b"]);
    assert.throws(() => readConfig(folder, "c"), {
      name: "UsageError",
      message: `unknown stack "c": no Pulumi.c.yaml in ${folder}; stacks: a, b. One without settings is an empty file`,
    });
  });

  it("puts a text in place of every secret, which only the CLI can read", () => {
    write("Pulumi.dev.yaml", [
      "config:",
      "  shop:token: { secure: v1:abc }",
      "  shop:nested: { a: [{ secure: v1:def }, plain] }",
      "  shop:open: { secure: false, other: 1 }",
    ]);
    const { values } = readConfig(folder, "dev");
    assert.deepEqual(
      [values["shop:token"], values["shop:nested"], values["shop:open"]],
      ["[secret]", '{"a":["[secret]","plain"]}', '{"other":1,"secure":false}'],
    );
  });

  it("names the file that is no YAML", () => {
    write("Pulumi.dev.yaml", ["config: ["]);
    assert.throws(() => readConfig(folder, "dev"), /^UsageError: Pulumi\.dev\.yaml: /);
  });
});
