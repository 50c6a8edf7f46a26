import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import type { Account } from "../shared/account";
import type { LambdaFunctionArgs } from "./args";
import { functionNames } from "./check";
import { parameterPolicy, terraformParameterPolicy } from "./policies";
import type { Tags } from "../shared/tags";

/** What a standard parameter holds; an advanced one, which costs, twice as much. */
const STANDARD_CHARACTERS = 4096;

/**
 * The function's SecureString parameters, and the policy by which the own role reads them, as children of `parent`.
 * An existing role gets no policy.
 *
 * @returns what must be there before the function can read them
 */
export function createParameters(
  name: string,
  args: LambdaFunctionArgs,
  tags: Tags,
  account: Account,
  role: aws.iam.Role | undefined,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const { base, parameterPolicy: policyName } = functionNames(args);
  const parameters = Object.entries(args.ssmParams ?? {}).map(([key, value]) =>
    createParameter(key, value),
  );
  if (role === undefined || parameters.length === 0) return parameters;
  return [...parameters, createAttachment(role, createPolicy())];

  function createParameter(key: string, value: pulumi.Input<string>): aws.ssm.Parameter {
    return new aws.ssm.Parameter(
      `${name}-param-${key}`,
      {
        name: key,
        description: `param ${key} for the lambda function ${base}`,
        type: "SecureString",
        tier: tierOf(value),
        keyId: args.kmsKeyArn,
        value: pulumi.secret(value),
        tags,
      },
      { parent },
    );
  }

  function createPolicy(): aws.iam.Policy {
    const policy = pulumi
      .all([pulumi.all(parameters.map(({ arn }) => arn)), pulumi.output(account), args.kmsKeyArn])
      .apply(([parameterArns, at, keyArn]) =>
        args.roleScope === "account"
          ? terraformParameterPolicy(parameterArns)
          : parameterPolicy({ account: at, parameterArns, keyArn }),
      );
    const description = `Gives the lambda ${base} access to params from SSM`;
    return new aws.iam.Policy(
      `${name}-params`,
      { name: policyName, description, policy: policy.apply(stableStringify) },
      { parent },
    );
  }

  function createAttachment({ name: to }: aws.iam.Role, { arn }: aws.iam.Policy): pulumi.Resource {
    const attachment = { role: to, policyArn: arn };
    return new aws.iam.RolePolicyAttachment(`${name}-params`, attachment, { parent });
  }
}

/** The length of a secret is none: the tier would otherwise be hidden with the value. */
function tierOf(value: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.unsecret(
    pulumi
      .output(value)
      .apply((text) => ([...text].length > STANDARD_CHARACTERS ? "Advanced" : "Standard")),
  );
}
