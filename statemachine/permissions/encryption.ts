import type { PermissionContext } from "../integrations/call";
import { arnParts, parseArn, regionalArn } from "../iam/arn";
import type { Condition } from "../iam/document";
import type { AwsEnvironment } from "../iam/environment";
import { matchesPattern } from "../iam/wildcards";
import type { Grant } from "../iam/statements";
import { own } from "../json/values";

/**
 * What each service asks of the caller's key rights, by the calls that need it: writing needs a data key, reading and
 * writing in parts need to decrypt one. The results of a Distributed Map are written in parts and need to encrypt too
 * (Step Functions developer guide, "IAM permissions for AWS KMS key encrypted Amazon S3 bucket").
 */
const BY_SERVICE: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  s3: {
    "kms:Encrypt": /^s3:ListMultipartUploadParts$/,
    "kms:GenerateDataKey": /^s3:PutObject$/,
    "kms:Decrypt": /^s3:(Get|Put)Object/,
  },
  sns: { "kms:GenerateDataKey": /^sns:Publish$/, "kms:Decrypt": /^sns:Publish$/ },
  sqs: {
    "kms:GenerateDataKey": /^sqs:SendMessage$/,
    "kms:Decrypt": /^sqs:(Send|Receive)Message$/,
  },
  dynamodb: { "kms:Decrypt": /^dynamodb:/ },
  kinesis: { "kms:GenerateDataKey": /^kinesis:Put/, "kms:Decrypt": /^kinesis:(Get|Subscribe)/ },
  secretsmanager: {
    "kms:GenerateDataKey": /^secretsmanager:(Put|Create|Update)/,
    "kms:Decrypt": /^secretsmanager:/,
  },
  ssm: { "kms:GenerateDataKey": /^ssm:PutParameter$/, "kms:Decrypt": /^ssm:GetParameter/ },
  states: { "kms:GenerateDataKey": /^states:Start/, "kms:Decrypt": /^states:(Start|Describe)/ },
};

/**
 * The key rights for those targets of `grants` that are encrypted with a customer's key, as the caller says in `keys`
 * (target ARN -> key). Each key may only be used through the target's service.
 */
export function keyGrants(
  grants: readonly Grant[],
  keys: Readonly<Record<string, string>>,
  context: PermissionContext,
): Grant[] {
  const { region, partition } = context;
  return Object.entries(keys).flatMap(([target, key]): Grant[] => {
    const service = arnParts(target)[2] ?? "";
    const rights = own(BY_SERVICE, service) ?? {};
    const used = grants
      .filter(({ resources }) => resources.some((resource) => isWithin(resource, target)))
      .flatMap(({ actions }) => actions);
    const actions = Object.keys(rights).filter((right) =>
      used.some((action) => rights[right]?.test(action)),
    );
    const named = keyResource(key, context);
    if (actions.length === 0 || named === undefined) return [];
    const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    const StringEquals = { "kms:ViaService": `${service}.${region}.${suffix}` };
    return [{ actions, resources: [named.arn], condition: { StringEquals, ...named.condition } }];
  });
}

/** The id of a key, of several regions perhaps. */
const KEY_ID = /^(mrk-)?[0-9a-f-]+$/;

/** How a policy names a key. */
interface NamedKey {
  readonly arn: string;
  readonly condition?: Condition;
}

/**
 * A key by whatever a resource calls it: ARN, id, alias or the alias' ARN. A policy cannot name a key by its alias: it
 * names every key of the account, but only the one of that alias. AWS's own keys let in the whole account by themselves.
 * Source: KMS developer guide, "Using aliases to control access to KMS keys", "AWS managed keys".
 */
function keyResource(key: string, environment: AwsEnvironment): NamedKey | undefined {
  const arn = parseArn(key);
  const path = arn?.resource ?? key;
  if (path.startsWith("alias/aws/")) return undefined;
  const place = { ...environment, ...arn };
  if (path.startsWith("alias/")) {
    const condition = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": path } };
    return { arn: regionalArn(place, "kms", "key/*"), condition };
  }
  return { arn: KEY_ID.test(key) ? regionalArn(place, "kms", `key/${key}`) : key };
}

/** Whether `resource`, which may be a pattern, is the target or lies in it, as an object lies in its bucket. */
function isWithin(resource: string, target: string): boolean {
  const stem = target.replace(/[/:]?\*$/, "");
  return (
    (resource !== "*" && matchesPattern(resource, stem)) ||
    resource.startsWith(`${stem}/`) ||
    resource.startsWith(`${stem}:`)
  );
}
