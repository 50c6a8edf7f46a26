import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type PolicyDocument, type Statement } from "asl-toolkit/iam";
import { stableStringify } from "asl-toolkit/json";
import { suppliedKeys } from "../shared/access/encrypted-target";
import { fitting } from "../shared/limits/policy-size";
import { addPolicy, attach, createRole, trust } from "../shared/access/role";
import { type FunctionContext } from "./resolve";
import { ACCOUNT_STATEMENTS, functionStatements } from "./role/statements";

/** The role that a function runs with. */
export interface FunctionRole {
  readonly arn: pulumi.Output<string>;
  /** The role itself; undefined for an existing one, which stays as it is. */
  readonly own: iam.Role | undefined;
  /** What must be there before the role can do its work. */
  readonly ready: readonly pulumi.Resource[];
}

/** The existing role of the arguments, or an own one with its policies. */
export function createFunctionRole(context: FunctionContext): FunctionRole {
  const { args, account } = context;
  if (args.roleArn !== undefined) {
    return { arn: pulumi.output(args.roleArn), own: undefined, ready: [] };
  }
  const check = args.compatibility.checkSourceAccount !== false;
  const trust = account.accountId.apply((own) =>
    functionTrustPolicy(args.edge, check ? own : undefined),
  );
  const role = createRole(context, args.names.role, trust);
  const policy = pulumi
    .all([ownStatements(context), pulumi.output(args.statements)])
    .apply(([needed, statements]) => {
      const all = policyDocument([...needed, ...(statements as Statement[])] as Statement[]);
      return stableStringify(fitting(all, "inlinePolicy", "LambdaFunction", { statements }));
    });
  const own = addPolicy(context, role, "policy", args.names.rolePolicy, policy);
  const additional = args.additionalRolePolicyArns.map((policyArn, index) =>
    attach(context, role, `additional-${index}`, policyArn),
  );
  return { arn: role.arn, own: role, ready: [own, ...additional] };
}

function ownStatements({ args, account }: FunctionContext): pulumi.Output<readonly Statement[]> {
  const { names, createLogGroup, edge, tracingMode, inVpc, compatibility } = args;
  if (compatibility.roleScope === "account") return pulumi.output(ACCOUNT_STATEMENTS);
  const { deadLetterTargetArn: target, environmentKeyArn: key } = args;
  return pulumi
    .all([account, target, suppliedKeys(target), key])
    .apply(([at, deadLetterTargetArn, deadLetterKeys, environmentKeyArn]) =>
      functionStatements({
        account: at,
        functionName: names.function,
        ownLogGroup: createLogGroup,
        edge,
        traced: tracingMode === "Active",
        inVpc,
        deadLetterTargetArn,
        deadLetterKeys,
        environmentKeyArn,
      }),
    );
}

/**
 * Who may assume the own role. With `sourceAccount` Lambda only on behalf of that account. Lambda@Edge, which assumes the
 * role from the edge, documents no such condition and stays without
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html).
 */
export function functionTrustPolicy(
  edge: boolean,
  sourceAccount: string | undefined,
): PolicyDocument {
  const Sid = "AllowAwsToAssumeRole";
  if (sourceAccount === undefined) {
    const services = ["lambda.amazonaws.com"];
    return policyDocument([
      trust(edge ? ["edgelambda.amazonaws.com", ...services] : services, { Sid }),
    ]);
  }
  const Condition = { StringEquals: { "aws:SourceAccount": sourceAccount } };
  const own = trust(["lambda.amazonaws.com"], { Sid, Condition });
  const atEdge = trust(["edgelambda.amazonaws.com"], { Sid: "AllowEdgeToAssumeRole" });
  return policyDocument(edge ? [own, atEdge] : [own]);
}
