import * as pulumi from "@pulumi/pulumi";
import { type AwsEnvironment, policyDocument, type Statement } from "asl-toolkit/iam";
import { stableStringify } from "asl-toolkit/json";
import { type KeyService } from "../../kms/service-statements";

/** An AWS service that sends to a queue or topic on behalf of this account. */
export interface Sender {
  /** The service, such as `events.amazonaws.com`. */
  readonly service: string;
  /** The one resource on whose behalf it sends. Defaults to any of this account. */
  readonly sourceArn?: pulumi.Input<string>;
}

/** Services that send, by a name of the caller's: `Allow<name>` is the id of the statement. */
export type Senders = Readonly<Record<string, Sender>>;

/** What the policy of a queue or topic allows and denies. */
interface SendingPolicy {
  /** What the senders do, such as `sqs:SendMessage`. */
  readonly send: string;
  /** What nobody does without TLS. */
  readonly denied: string;
  readonly senders: Senders;
}

/** The policy of a queue or topic: the senders, for this account only, and nobody without TLS. As JSON. */
export function sendingPolicy(
  resourceArn: pulumi.Input<string>,
  account: pulumi.Output<AwsEnvironment>,
  { send, denied, senders }: SendingPolicy,
): pulumi.Output<string> {
  return pulumi.all([resourceArn, account, senders]).apply(([Resource, { accountId }, known]) => {
    const allowed = Object.entries(known).map(([name, { service, sourceArn }]): Statement => ({
      Sid: `Allow${name}`,
      Effect: "Allow",
      Principal: { Service: service },
      Action: send,
      Resource,
      Condition: {
        StringEquals: { "aws:SourceAccount": accountId },
        ...(sourceArn === undefined ? {} : { ArnEquals: { "aws:SourceArn": sourceArn } }),
      },
    }));
    const withoutTls: Statement = {
      Sid: "DenyWithoutTls",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: denied,
      Resource,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    return stableStringify(policyDocument([...allowed, withoutTls]));
  });
}

/** The services that send with a key, and their name among those of a `Key`. */
const KEY_SERVICE_OF: Readonly<Record<string, KeyService>> = {
  "cloudwatch.amazonaws.com": "cloudWatchAlarms",
  "events.amazonaws.com": "events",
  "sns.amazonaws.com": "sns",
};

/** The services that an own key is for: the component's and those of its senders. */
export function keyServices(own: KeyService, senders: Senders): KeyService[] {
  const services = Object.values(senders).flatMap(({ service }) => KEY_SERVICE_OF[service] ?? []);
  return [...new Set([own, ...services])];
}

/** What is wrong with the senders of a component, whose own key can only admit services that it knows. */
export function senderProblems({
  senders = {},
  kmsKeyArn,
}: {
  readonly senders?: Senders;
  readonly kmsKeyArn?: pulumi.Input<string>;
}): pulumi.InputPropertyErrorDetails[] {
  const known = Object.keys(KEY_SERVICE_OF);
  return Object.entries(senders).flatMap(([name, { service }]) => {
    const propertyPath = `senders.${name}`;
    if (!/^[A-Za-z0-9]+$/.test(name)) {
      const reason = "the name ends the id of a statement: use letters and digits only";
      return [{ propertyPath, reason }];
    }
    if (!/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(service)) {
      const reason = `service is ${JSON.stringify(service)}: must be an AWS service such as ${known[1]}`;
      return [{ propertyPath, reason }];
    }
    if (kmsKeyArn !== undefined || known.includes(service)) return [];
    const reason = `the own key admits ${known.join(", ")} and not ${service}: give kmsKeyArn, a key that admits it`;
    return [{ propertyPath, reason }];
  });
}
