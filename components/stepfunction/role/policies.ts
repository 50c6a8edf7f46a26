import {
  type AwsEnvironment,
  policyDocument,
  type PolicyDocument,
  regionalArn,
  statements,
} from "asl-toolkit/iam";
import { LOG_DELIVERY_ACTIONS, logKeyGrant } from "asl-toolkit/permissions";
import { trust } from "../../shared/access/role";
import { type ResolvedMachine } from "../resolve";

/** Lets the machine's role deliver the machine's logs, encrypted with the machine's key where it has one. */
export function logDeliveryPolicy(
  account: AwsEnvironment,
  machineKey: string | undefined,
): PolicyDocument {
  return policyDocument([
    {
      Sid: "AllowStepFunctionToUseLog",
      Effect: "Allow",
      Action: [...LOG_DELIVERY_ACTIONS],
      Resource: "*",
    },
    ...(machineKey === undefined ? [] : statements([logKeyGrant(machineKey, account)])),
  ]);
}

/** The name of the policy for the calls of one integration. */
export function integrationPolicyName(base: string, integration: string): string {
  return `${base}-${integration}-policy`;
}

/** What the trust in a machine's role depends on. */
type TrustArgs = Pick<ResolvedMachine, "machineName" | "compatibility"> & {
  readonly trustedEntities: readonly string[];
};

/**
 * Who may assume the machine's role: only Step Functions, only for this account and only for this machine, its versions
 * and aliases (the confused-deputy conditions of
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html); the extra services are held
 * to this account. With the Terraform module's scope `service` any Step Functions of the region and the extra services,
 * unconditioned.
 */
export function machineTrustPolicy(
  { machineName, trustedEntities, compatibility }: TrustArgs,
  account: AwsEnvironment,
): PolicyDocument {
  if (compatibility.trustScope === "service") {
    const services = [`states.${account.region}.amazonaws.com`, ...trustedEntities];
    return policyDocument([trust([...new Set(services)])]);
  }
  const arn = regionalArn(account, "states", `stateMachine:${machineName}`);
  const sourceAccount = { "aws:SourceAccount": account.accountId };
  const own = trust(["states.amazonaws.com"], {
    Condition: {
      StringEquals: sourceAccount,
      ArnLike: { "aws:SourceArn": [arn, `${arn}:*`] },
    },
  });
  const others = trust(trustedEntities, { Condition: { StringEquals: sourceAccount } });
  return policyDocument(trustedEntities.length === 0 ? [own] : [own, others]);
}
