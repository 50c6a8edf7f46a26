import type { PermissionContext } from "../integrations/call";
import { arnParts } from "../iam/arn";
import { matchesPattern } from "../iam/wildcards";
import type { Grant } from "../iam/statements";
import { own } from "../json/values";

/** What each service asks of the caller's key rights: writing needs a data key, reading needs to decrypt one. */
const BY_SERVICE: Readonly<Record<string, { write?: RegExp; read?: RegExp }>> = {
  s3: { write: /^s3:PutObject$/, read: /^s3:(Get|Put)Object/ },
  sns: { write: /^sns:Publish$/, read: /^sns:Publish$/ },
  sqs: { write: /^sqs:SendMessage$/, read: /^sqs:(Send|Receive)Message$/ },
  dynamodb: { read: /^dynamodb:/ },
  kinesis: { write: /^kinesis:Put/, read: /^kinesis:(Get|Subscribe)/ },
  secretsmanager: { write: /^secretsmanager:(Put|Create|Update)/, read: /^secretsmanager:/ },
  ssm: { write: /^ssm:PutParameter$/, read: /^ssm:GetParameter/ },
  states: { write: /^states:Start/, read: /^states:(Start|Describe)/ },
};

/**
 * The key rights for those targets of `grants` that are encrypted with a customer's key, as the caller says in `keys`
 * (target ARN -> key ARN). Each key may only be used through the target's service.
 */
export function keyGrants(
  grants: readonly Grant[],
  keys: Readonly<Record<string, string>>,
  { region, partition }: PermissionContext,
): Grant[] {
  return Object.entries(keys).flatMap(([target, key]) => {
    const service = arnParts(target)[2] ?? "";
    const rights = own(BY_SERVICE, service);
    const used = grants
      .filter(({ resources }) => resources.some((resource) => isWithin(resource, target)))
      .flatMap(({ actions }) => actions);
    const actions = [
      ...(used.some((action) => rights?.write?.test(action)) ? ["kms:GenerateDataKey"] : []),
      ...(used.some((action) => rights?.read?.test(action)) ? ["kms:Decrypt"] : []),
    ];
    if (actions.length === 0) return [];
    const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    const condition = { StringEquals: { "kms:ViaService": `${service}.${region}.${suffix}` } };
    return [{ actions, resources: [key], condition }];
  });
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
