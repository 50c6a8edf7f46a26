import { LOG_DELIVERY_ACTIONS } from "asl-toolkit/permissions";
import { type ResolvedAccount } from "../shared/account";
import { policyDocument, type PolicyDocument, type Statement } from "asl-toolkit/iam";

/** Lets the machine's role deliver the machine's logs. */
export function logDeliveryPolicy(): PolicyDocument {
  return policyDocument([
    {
      Sid: "AllowStepFunctionToUseLog",
      Effect: "Allow",
      Action: [...LOG_DELIVERY_ACTIONS],
      Resource: "*",
    },
  ]);
}

/** The ARN that a machine of this name will have. */
export function stateMachineArn(account: ResolvedAccount, name: string): string {
  return `arn:${account.partition}:states:${account.region}:${account.accountId}:stateMachine:${name}`;
}

/** How far the trust of the role goes. */
export type TrustScope = "machine" | "service";

/**
 * Who may assume the machine's role. With scope `machine` only Step Functions, only for this account and only for
 * this machine, its versions and aliases (the confused-deputy conditions of
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html); the extra services are held
 * to this account. With scope `service` any Step Functions of the region and the extra services, unconditioned.
 */
export function machineTrustPolicy(
  scope: TrustScope,
  account: ResolvedAccount,
  machineName: string,
  trustedEntities: readonly string[],
): PolicyDocument {
  if (scope === "service") {
    const services = [`states.${account.region}.amazonaws.com`, ...trustedEntities];
    return policyDocument([trust([...new Set(services)])]);
  }
  const arn = stateMachineArn(account, machineName);
  const sourceAccount = { "aws:SourceAccount": account.accountId };
  const own = trust(["states.amazonaws.com"], {
    StringEquals: sourceAccount,
    ArnLike: { "aws:SourceArn": [arn, `${arn}:*`] },
  });
  const others = trust(trustedEntities, { StringEquals: sourceAccount });
  return policyDocument(trustedEntities.length === 0 ? [own] : [own, others]);
}

function trust(services: readonly string[], Condition?: Statement["Condition"]): Statement {
  return {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: services.length === 1 ? services[0]! : [...services] },
    ...(Condition === undefined ? {} : { Condition }),
  };
}
