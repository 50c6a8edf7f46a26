import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { unzipSync } from "fflate";
import fc from "fast-check";
import { OUTPUT_TABLE } from "../../../engine/program/outputs";
import { resourceTypeOf, RESOURCE_TYPES } from "../../../engine/aws/resource-types";
import type { AwsContext } from "../../../engine/aws";
import { zipOf } from "../../../engine/aws/archive";
import { camel, pascal } from "../../../engine/aws/words";

describe("the registry", () => {
  it("knows how to work out the outputs of every type that it creates", () => {
    assert.deepEqual(
      Object.keys(RESOURCE_TYPES).filter((type) => !(type in OUTPUT_TABLE)),
      [],
    );
  });

  it("names a type that it does not have, and where to add it", () => {
    assert.throws(
      () => resourceTypeOf("aws:ec2/vpc:Vpc"),
      /cannot create aws:ec2\/vpc:Vpc yet; add one entry in engine\/aws\/resource-types\//,
    );
  });

  it("puts a rule on the bus that its program names, by name or by ARN", async () => {
    const buses: unknown[] = [];
    const putRule = ({ EventBusName }: { EventBusName?: string }): Promise<object> => {
      buses.push(EventBusName);
      return Promise.resolve({});
    };
    const { create } = resourceTypeOf("aws:cloudwatch/eventRule:EventRule");
    const names = [
      undefined,
      "shop",
      "arn:aws-cn:events:cn-north-1:123456789012:event-bus/shop",
      "arn:aws:events:eu-west-1:123456789012:event-bus/aws.partner/example.com/1",
    ];
    const context = { clients: { events: { putRule } } } as unknown as AwsContext;

    for (const eventBusName of names)
      await create({ name: "r", eventBusName }, context, { id: "r" });

    assert.deepEqual(buses, [undefined, "shop", "shop", "aws.partner/example.com/1"]);
  });

  it("make an event bus with its settings, and read it back as it is declared", async () => {
    const arn = "arn:aws:events:us-east-1:000000000000:event-bus/shop";
    const made: object[] = [];
    const events = {
      createEventBus: async (asked: object) => (made.push(asked), { EventBusArn: arn }),
      describeEventBus: async ({ Name }: { Name: string }) => ({
        ...{ Name, Arn: arn, Description: "Ours", KmsKeyIdentifier: "key" },
      }),
      listTagsForResource: async () => ({ Tags: [{ Key: "team", Value: "a" }] }),
    };
    const context = { clients: { events } } as unknown as AwsContext;
    const { create, read } = resourceTypeOf("aws:cloudwatch/eventBus:EventBus");
    const inputs = { name: "shop", description: "Ours", kmsKeyIdentifier: "key" };

    const outputs = await create({ ...inputs, tags: { team: "a" } }, context, { id: "shop" });
    const found = await read("shop", inputs, context);

    const Tags = [{ Key: "team", Value: "a" }];
    assert.deepEqual(made, [{ Name: "shop", Description: "Ours", KmsKeyIdentifier: "key", Tags }]);
    assert.deepEqual(outputs, { arn });
    assert.deepEqual(found, { ...inputs, arn, tags: { team: "a" } });
  });

  it("turns AWS's words into the program's and back", () => {
    const names = { id: "ID", okActions: "OKActions" };
    const words = fc.stringMatching(/^[a-z]{3,9}$/);
    const value = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.array(tie("tree")), tie("object")),
      object: fc.dictionary(fc.oneof(words, fc.constantFrom("id", "okActions")), tie("tree"), {
        noNullPrototype: true,
      }),
    })).object;
    fc.assert(
      fc.property(value, (tree) => {
        assert.deepEqual(camel(pascal(tree, names), names), tree);
      }),
    );
  });
});

describe("archives", () => {
  const text = new pulumi.asset.StringAsset("exports.handler = 1;");

  it("are the same bytes each time, with the files in them", async () => {
    const archive = new pulumi.asset.AssetArchive({ "index.js": text });
    const first = await zipOf(archive, "/");
    const second = await zipOf(new pulumi.asset.AssetArchive({ "index.js": text }), "/");

    assert.equal(sha256(first), sha256(second));
    assert.deepEqual(Object.keys(unzipSync(first)), ["index.js"]);
  });

  it("of a folder have its files under relative names", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "code-"));
    try {
      mkdirSync(path.join(folder, "src", "lib"), { recursive: true });
      writeFileSync(path.join(folder, "src", "lib", "a.py"), "a = 1");
      const archive = new pulumi.asset.AssetArchive({ code: new pulumi.asset.FileArchive("src") });
      assert.deepEqual(
        Object.entries(unzipSync(await zipOf(archive, folder))).map(([name, bytes]) => [
          name,
          Buffer.from(bytes).toString(),
        ]),
        [["code/lib/a.py", "a = 1"]],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("at a URL are refused", async () => {
    const remote = new pulumi.asset.RemoteArchive("https://example.com/a.zip");
    await assert.rejects(zipOf(remote, "/"), /only files and folders .* not RemoteArchive/);
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
