// A Pulumi program on mocks; prints the types of keys and machines that it creates.
import * as pulumi from "@pulumi/pulumi";
import type { Definition } from "asl-toolkit/definition";
import { diagram } from "asl-toolkit/diagram";
import { lint, type Finding } from "asl-toolkit/lint";
import { permissions } from "asl-toolkit/permissions";
import { Key, StateMachine } from "pulumi-aws-stepfunctions";

const definition: Definition = {
  StartAt: "Wait",
  TimeoutSeconds: 60,
  States: { Wait: { Type: "Wait", Seconds: 1, End: true } },
};
const findings: readonly Finding[] = lint(definition);
const where = { partition: "aws", region: "eu-central-1", accountId: "111122223333" };
export const document: string = JSON.stringify(permissions(definition, where));
export const picture: Promise<string> = diagram(definition, { format: "svg" });

async function main(): Promise<void> {
  const created = new Set<string>();
  await pulumi.runtime.setMocks({
    call: () => ({ accountId: where.accountId, partition: where.partition, region: where.region }),
    newResource: ({ type, name, inputs }) => {
      created.add(type);
      return { id: name, state: { ...inputs, name, arn: `arn:aws:mock:::${name}` } };
    },
  });
  const names = { prefix: "acme", environment: "qa", name: "orders" };
  const key = new Key("key", names);
  const machine = new StateMachine("machine", { ...names, definition, kmsKeyArn: key.arn });
  const arn: pulumi.Output<string> = machine.arn;
  arn.apply(() => {
    const main = [...created].filter((type) => /^aws:(kms|sfn)/.test(type)).sort();
    console.log([`${findings.length} findings`, ...main].join("\n"));
  });
}

void main();
