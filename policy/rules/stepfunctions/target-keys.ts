import { matchesPattern, parseArn, patternsOverlap } from "asl-toolkit/iam";
import { stateKeyUses, type StateKeyUse } from "asl-toolkit/permissions";
import type { Reader } from "../../host/reader";
import { type Checks, onEach } from "../shared/checks";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/resource";
import type { ConditionTest } from "../../iam/conditions";
import { statementsOf } from "../../iam/document";
import type { Statement } from "../../iam/statement";
import { settingRules } from "../s3/settings";
import { listed } from "../shared/documents";
import {
  certainPolicies,
  hasForeignPolicies,
  keyOf,
  keyPolicies,
  rolePolicies,
} from "../shared/links";
import t from "../shared/resource-types.json";
import { parsedDefinition } from "./definition";

/** What a workflow calls that can have a customer's key, and the property that names the key. */
const TARGETS = [
  [t.MACHINE, "encryptionConfiguration.kmsKeyId"],
  [t.PARAMETER, "keyId"],
  [t.QUEUE, "kmsMasterKeyId"],
  [t.SECRET, "kmsKeyId"],
  [t.STREAM, "kmsKeyId"],
  [t.TABLE, "serverSideEncryption.kmsKeyArn"],
  [t.TOPIC, "kmsMasterKeyId"],
] as const;

export const stepfunctionsTargetKeys = {
  "sfn-role-target-key": onEach([t.MACHINE], (machine, stack) => {
    const [role] = stack.linked(machine, "roleArn", t.ROLE);
    const definition = parsedDefinition(machine.text("definition") ?? "{}");
    if (role === undefined || definition === undefined) return undefined;
    certainPolicies(stack, role);
    if (hasForeignPolicies(stack, role)) return undefined;
    const own = statementsOf(rolePolicies(stack, role));
    const encryptedTargets = keysOfTargets(stack);
    // A machine that is not made yet is where the keys are.
    const arns = [machine.knownText("arn") ?? "", ...Object.values(encryptedTargets)];
    const place = arns.map(parseArn).find((arn) => arn !== undefined);
    if (place === undefined) return undefined;
    const uses = stateKeyUses(definition, { ...place, encryptedTargets });
    const missing = uses.flatMap((use) =>
      use.actions
        .filter((action) => !mayUse(use, action, own, admissions(stack, role, use.key)))
        .map((action) => `${action} on ${use.key} through ${use.service} (state ${use.state})`),
    );
    return missing.length > 0 ? `has a role that may not ${listed(missing)}` : undefined;
  }),
} satisfies Checks;

/** The key of each encrypted target of the stack, by the target's ARN. */
function keysOfTargets(stack: Stack): Record<string, string> {
  const named = TARGETS.flatMap(([type, property]) =>
    stack.of(type).map((target) => [target, keyName(stack, target, property)] as const),
  );
  const buckets = stack
    .of(...t.BUCKETS)
    .flatMap((bucket) =>
      settingRules(stack, bucket, "encryption").map(
        (rule) => [bucket, bucketKey(stack, rule)] as const,
      ),
    );
  return Object.fromEntries(
    [...named, ...buckets].flatMap(([target, key]) => {
      const arn = target.knownText("arn");
      return arn === undefined || key === undefined ? [] : [[arn, key]];
    }),
  );
}

/** The key that a property names; undefined for none, and for an alias of which the stack does not tell the key. */
function keyName(stack: Stack, target: StackResource, property: string): string | undefined {
  const key = keyOf(stack, target, property);
  const name = key === undefined ? target.text(property) : key.text("arn");
  return name === undefined || /(^|:)alias\//.test(name) ? undefined : name;
}

function bucketKey(stack: Stack, rule: Reader): string | undefined {
  const name = rule.text("applyServerSideEncryptionByDefault.kmsMasterKeyId");
  if (name === undefined) return undefined;
  return stack.find(name, t.KEY)?.text("arn") ?? (name.includes("alias/") ? undefined : name);
}

/** The statements of a key's policy that let a role in by its name. */
function admissions(stack: Stack, role: StackResource, keyArn: string): Statement[] {
  const key = stack.find(keyArn, t.KEY);
  const arn = role.knownText("arn");
  if (key === undefined || arn === undefined) return [];
  return statementsOf(keyPolicies(stack, key)).filter(({ principals }) =>
    principals.some(({ id }) => id === arn),
  );
}

/** Whether a role may do this with the key: by its own policies, or by the key's. */
function mayUse(
  use: StateKeyUse,
  action: string,
  own: readonly Statement[],
  ofKey: readonly Statement[],
): boolean {
  const fits = (statement: Statement): boolean =>
    statement.allows &&
    statement.actsOn(action) &&
    statement.conditions.every((condition) => holds(condition, use));
  return (
    ofKey.some(fits) ||
    own.some(
      (statement) =>
        fits(statement) && statement.resources.some((one) => patternsOverlap(one, use.key)),
    )
  );
}

/**
 * Whether a condition holds for a use of a key through a service. The encryption context of a machine is that of its own
 * executions, so it holds for a machine that is called and for no other target; what is not known is taken to hold.
 */
function holds({ operator, key, values }: ConditionTest, use: StateKeyUse): boolean {
  const expected =
    key === "kms:viaservice"
      ? use.service
      : /^kms:encryptioncontext:(aws:states:.*|sourcearn)$/.test(key)
        ? use.target
        : undefined;
  if (expected === undefined) return true;
  const found = values.some((value) => matchesPattern(value, expected));
  return operator.includes("not") ? !found : found;
}
