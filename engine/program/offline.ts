import { globalArn, type AwsEnvironment } from "../../statemachine/iam";
import { outputsOf, type OutputEnvironment } from "./outputs";
import type { Answer, Provider } from "./provider";
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
    "aws:index/getPartition:getPartition": {
      id: partition,
      partition,
      dnsSuffix: "amazonaws.com",
      reverseDnsPrefix: "com.amazonaws",
    },
  };
}

/** Picks a data source's answer. @throws Error for an unknown one, naming it and the file to add it to */
export function answer(answers: Record<string, Answer>, token: string, inputs: Answer): Answer {
  const found = answers[token] ?? terraformAnswer(token, inputs);
  if (found !== undefined) return found;
  throw new Error(`nothing answers this data source; add it in engine/program/offline.ts`);
}

/**
 * A provider that creates nothing and gives each resource the outputs that AWS would, the same every time.
 * @param where what is not as in {@link OFFLINE}
 */
export function offline(where: Partial<OutputEnvironment> = {}): Provider {
  const environment = { ...OFFLINE, ...where };
  const answers = environmentAnswers(environment);
  return {
    create: (resource) => outputsOf(resource, environment),
    call: (token, inputs) => answer(answers, token, inputs),
  };
}
