import { dnsSuffix, globalArn, partitionOf, type AwsEnvironment } from "../../statemachine/iam";
import { knowsOutput, outputsOf, type OutputEnvironment } from "./outputs";
import { own } from "../../statemachine/json";
import type { Answer, Provider } from "./provider";
import { policyDocument } from "./policy-document";
import { terraformAnswer } from "./terraform-state";

/** The account and region of a run in which nothing is created; an id that AWS would invent reads `UUID`. */
export const OFFLINE: OutputEnvironment = {
  accountId: "000000000000",
  region: "us-east-1",
  partition: "aws",
  uuid: () => "UUID",
  random: (length) => "x".repeat(length),
};

/** The data sources that need nothing but to know the environment. */
export function environmentAnswers({
  accountId,
  region,
  partition,
}: AwsEnvironment): Record<string, Answer> {
  return {
    "aws:index/getCallerIdentity:getCallerIdentity": {
      id: accountId,
      accountId,
      arn: globalArn({ partition, accountId }, "iam", "root"),
      userId: accountId,
    },
    "aws:index/getRegion:getRegion": { id: region, region, name: region, description: region },
    "aws:index/getAvailabilityZones:getAvailabilityZones": {
      id: region,
      names: ["a", "b", "c"].map((zone) => `${region}${zone}`),
      zoneIds: ["az1", "az2", "az3"].map((zone) => `${region}-${zone}`),
    },
    "aws:index/getPartition:getPartition": {
      id: partition,
      partition,
      dnsSuffix: dnsSuffix({ partition }),
      reverseDnsPrefix: dnsSuffix({ partition }).split(".").reverse().join("."),
    },
  };
}

/** A data source's answer; undefined for one that is not known. */
export function answer(
  answers: Record<string, Answer>,
  token: string,
  inputs: Answer,
): Answer | undefined {
  return own(answers, token) ?? policyDocument(token, inputs) ?? terraformAnswer(token, inputs);
}

/**
 * A provider that creates nothing and gives each resource the outputs that AWS would, the same every time.
 * @param where what is not as in {@link OFFLINE}; the partition is by default that of the region
 */
export function offline(where: Partial<AwsEnvironment> = {}): Provider {
  const { region: home = OFFLINE.region, accountId = OFFLINE.accountId } = where;
  const { partition = partitionOf(home) } = where;
  const environment = { ...OFFLINE, region: home, accountId, partition };
  // As the AWS provider: a resource's own region comes before its provider's.
  const inRegion = ({ region: own }: Answer, ofProvider = home): OutputEnvironment => {
    const region = typeof own === "string" ? own : ofProvider;
    return region === home
      ? environment
      : { ...environment, region, partition: partitionOf(region) };
  };
  return {
    create: (resource) => outputsOf(resource, inRegion(resource.inputs, resource.region)),
    call: (token, inputs, region) =>
      answer(environmentAnswers(inRegion(inputs, region)), token, inputs),
    knows: knowsOutput,
  };
}
