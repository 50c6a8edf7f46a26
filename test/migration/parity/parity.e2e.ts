import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  type AwsProvider,
  type AwsResource,
  createAwsProvider,
  RESOURCE_TYPES,
  resourceTypeOf,
} from "../../../engine/aws";
import { startEmulator, type Emulator } from "../../../local/emulator/emulator";
import { sameValue } from "./compare";
import { TERRAFORM_TYPES } from "../../../migration/resources/terraform-types";
import { runScenario, type Scenario } from "../../../migration/parity/scenario";

const scenarios = ["recorded", "derived"].flatMap((folder) => {
  const absolute = path.join(__dirname, folder);
  const files = readdirSync(absolute).filter((file) => file.endsWith(".json"));
  return files.map(
    (file) => JSON.parse(readFileSync(path.join(absolute, file), "utf8")) as Scenario,
  );
});

/** Buckets that the variables name: the sources of logs, and one for code. */
const BUCKETS = ["acme-web", "acme-api", "acme-code"];

describe("the parity scenarios, created for real", function () {
  this.timeout(120_000);
  let emulator: Emulator;

  let cloud: AwsProvider;

  before(async () => {
    emulator = await startEmulator();
    cloud = await createAwsProvider({ endpoint: emulator.endpoint, folder: __dirname });
    // What the variables refer to as being there already.
    const { s3, sqs } = cloud.context.clients;
    await sqs.send(new CreateQueueCommand({ QueueName: "dlq" }));
    for (const Bucket of BUCKETS) await s3.send(new CreateBucketCommand({ Bucket }));
  });
  after(() => emulator.stop());

  it("need no resource type that the local run cannot create", () => {
    const types = Object.values(TERRAFORM_TYPES)
      .filter(({ importId }) => importId !== undefined)
      .map(({ type }) => type);
    assert.deepEqual(
      types.filter((type) => !(type in RESOURCE_TYPES)),
      [],
    );
  });

  for (const scenario of scenarios) {
    it(`${scenario.scenario}: reads back as declared`, async () => {
      const before = cloud.resources.length;
      const { resources } = await runScenario(scenario, cloud);
      const created = cloud.resources.slice(before);
      assert.deepEqual(
        created.map(({ name }) => name).sort(),
        resources.map(({ name }) => name).sort(),
      );
      const lost = await Promise.all(created.map((each) => notAsDeclared(cloud, each)));
      assert.deepEqual(lost.flat(), []);
    });
  }
});

/** The inputs of a resource that read back as something else, those left out that nothing can read. */
async function notAsDeclared(cloud: AwsProvider, resource: AwsResource): Promise<string[]> {
  const { type, name, inputs } = resource;
  const { unread = {} } = resourceTypeOf(type);
  const found = await cloud.read(resource);
  return Object.keys(inputs)
    .filter((input) => !Object.hasOwn(unread, input) && !sameValue(inputs[input], found[input]))
    .map((input) => `${type} ${name}.${input} is ${JSON.stringify(found[input])}`);
}
