import assert from "node:assert/strict";
import * as iam from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { offline, runProgram, type StackDocument } from "../../engine/program";
import { adopt, adoptionGap } from "../../migration/adopt";

/** A component with a bucket and its policy, which waits for the bucket. */
class Store extends pulumi.ComponentResource {
  public constructor(name: string) {
    super("test:index:Store", name);
    const bucket = new s3.Bucket(name, { bucket: `${name}-bucket` }, { parent: this });
    const args = { bucket: bucket.bucket, policy: "{}" };
    void new s3.BucketPolicy(`${name}-policy`, args, { parent: this });
  }
}

const COMMON = "urn:pulumi:test::stepfunctions::test:index:Store$";
const BUCKET = `${COMMON}aws:s3/bucket:Bucket::store`;
const POLICY = `${COMMON}aws:s3/bucketPolicy:BucketPolicy::store-policy`;

/** Runs a program that adopts by the map, and counts what reached the provider. */
async function run(
  map: Record<string, string>,
  program: () => void = () => void new Store("store"),
): Promise<{ document?: StackDocument; error?: string; reached: string[] }> {
  const reached: string[] = [];
  const provider = offline();
  const create: typeof provider.create = (resource) => {
    reached.push(resource.name);
    return provider.create(resource);
  };
  try {
    const document = await runProgram({
      stack: "test",
      provider: { ...provider, create },
      program: () => {
        adopt(map);
        program();
      },
    });
    return { document, reached };
  } catch (error) {
    return { error: (error as Error).message, reached };
  }
}

/** URN -> import id of what was adopted. */
function importIds(document: StackDocument | undefined): Record<string, string> {
  const adopted = document?.resources.filter(({ importId }) => importId !== undefined) ?? [];
  return Object.fromEntries(adopted.map(({ urn, importId }) => [urn, importId ?? ""]));
}

describe("adoption", () => {
  it("imports every custom resource of the map, at any depth, and no component", async () => {
    const map = { [BUCKET]: "store-bucket", [POLICY]: "store-bucket" };
    const { document } = await run(map);

    assert.deepEqual(importIds(document), map);
  });

  it("leaves inputs and dependencies as they are without it", async () => {
    const inputs = (document?: StackDocument): unknown =>
      document?.resources.map(({ urn, inputs, dependencies }) => ({ urn, inputs, dependencies }));
    const adopted = await run({ [BUCKET]: "store-bucket", [POLICY]: "store-bucket" });

    assert.deepEqual(inputs(adopted.document), inputs((await run({})).document));
  });

  it("with an empty map changes nothing", async () => {
    assert.deepEqual(importIds((await run({})).document), {});
  });

  it("fails with both lists before the provider hears of any resource", async () => {
    const { error, reached } = await run({
      [BUCKET]: "store-bucket",
      [`${COMMON}x:y:Z::gone`]: "id",
    });

    assert.equal(
      error,
      [
        "stepfunctions:adoption does not fit this program, so nothing was done.",
        "  In the map, but not declared by the program (1):",
        `    ${COMMON}x:y:Z::gone`,
        "  Declared by the program, but not in the map, so it would be created (1):",
        `    ${POLICY}`,
        "  Fix: write the map again with `npm run -s migrate -- plan --state FILE --write STACK`, " +
          "or remove stepfunctions:adoption once everything is adopted.",
      ].join("\n"),
    );
    assert.deepEqual(reached, []);
  });

  it("fails without keeping a component's log lines from their delivery", async () => {
    let urn: Promise<string> | undefined;
    const { error } = await run({}, () => {
      adopt({ [`${COMMON}x:y:Z::gone`]: "id" });
      // A log line of a resource waits for this, and is lost with all that follow when it fails.
      urn = new Promise((resolve) => void new Store("store").urn.apply(resolve));
    });

    assert.match(error ?? "", /does not fit this program/);
    assert.equal(await urn, "urn:pulumi:test::stepfunctions::test:index:Store::store");
  });

  it("does not ask for what the program only reads", async () => {
    const map = { [BUCKET]: "store-bucket", [POLICY]: "store-bucket" };
    const { document } = await run(map, () => {
      void new Store("store");
      iam.Role.get("existing", "existing-role");
    });

    assert.deepEqual(importIds(document), map);
  });

  it("tells apart resources of one type and name under different parents", async () => {
    const other = "urn:pulumi:test::stepfunctions::aws:s3/bucket:Bucket::store";
    const map = { [BUCKET]: "store-bucket", [POLICY]: "store-bucket", [other]: "other-bucket" };
    const { document } = await run(map, () => {
      void new Store("store");
      void new s3.Bucket("store", { bucket: "other-bucket" });
    });

    assert.deepEqual(importIds(document), map);
  });

  it("compares map and program both ways", () => {
    assert.deepEqual(adoptionGap({ a: "1", b: "2" }, ["b", "c"]), {
      undeclared: ["a"],
      unmapped: ["c"],
    });
  });
});
