import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readConfig, stackNames } from "../../../engine/program/config";
import { runProgram } from "../../../engine/program/program";

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
      main: path.join(folder, "index.ts"),
      values: {
        "shop:size": "3",
        "shop:tags": '{"Team":"core"}',
        "shop:owner": "me",
        "aws:region": "eu-west-1",
        "shop:code": "010",
        "shop:on": "true",
        "shop:list": '[1,"two",{"three":3}]',
        "aws:endpoints": '[{"s3":"http://127.0.0.1:1"}]',
      },
    });
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
      message: 'unknown stack "c": no Pulumi.c.yaml here; stacks: a, b',
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
      ["[secret]", '{"a":["[secret]","plain"]}', '{"secure":false,"other":1}'],
    );
  });

  it("names the file that is no YAML", () => {
    write("Pulumi.dev.yaml", ["config: ["]);
    assert.throws(() => readConfig(folder, "dev"), /^UsageError: Pulumi\.dev\.yaml: /);
  });
});
