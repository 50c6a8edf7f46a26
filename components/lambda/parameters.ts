import * as iam from "@pulumi/aws/iam";
import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import {
  type AwsEnvironment,
  type PolicyDocument,
  policyDocument,
  regionalArn,
  serviceHost,
} from "asl-toolkit/iam";
import { stableStringify } from "asl-toolkit/json";
import { attach } from "../shared/access/role";
import { fitting } from "../shared/limits/policy-size";
import { type FunctionContext } from "./resolve";

/** What a standard parameter holds; an advanced one, which costs, twice as much. */
const STANDARD_CHARACTERS = 4096;

/** The key that SSM uses when none is named. */
const KEY_OF_AWS = "alias/aws/ssm";

/**
 * Creates the function's SecureString parameters, and the policy by which the own role reads them. An existing role
 * gets no policy.
 *
 * @returns what must be there before the function can read them
 */
export function createParameters(
  context: FunctionContext,
  role: iam.Role | undefined,
): pulumi.Resource[] {
  const { name, args, parent } = context;
  const parameters = Object.entries(args.ssmParams).map(
    ([key, value]) =>
      new ssm.Parameter(
        `${name}-param-${key}`,
        {
          name: key,
          description: `param ${key} for the lambda function ${args.base}`,
          type: "SecureString",
          tier: tierOf(value),
          keyId: args.kmsKeyArn ?? KEY_OF_AWS,
          value: pulumi.secret(value),
          tags: args.baseTags,
        },
        { parent },
      ),
  );
  if (role === undefined || parameters.length === 0) return parameters;
  const policy = createPolicy(context, parameters);
  return [...parameters, attach(context, role, "params", policy.arn)];
}

function createPolicy(
  { name, args, account, parent }: FunctionContext,
  parameters: readonly ssm.Parameter[],
): iam.Policy {
  const policy = pulumi
    .all([pulumi.all(parameters.map(({ arn }) => arn)), account, args.kmsKeyArn])
    .apply(([parameterArns, at, keyArn]) =>
      args.compatibility.roleScope === "account"
        ? terraformParameterPolicy(parameterArns)
        : parameterPolicy(at, parameterArns, keyArn),
    );
  return new iam.Policy(
    `${name}-params`,
    {
      name: args.names.parameterPolicy,
      description: `Gives the lambda ${args.base} access to params from SSM`,
      policy: policy.apply((document) =>
        stableStringify(
          fitting(document, "managedPolicy", "LambdaFunction", { ssmParams: parameters.length }),
        ),
      ),
    },
    { parent },
  );
}

/** The length of a secret is none: the tier would otherwise be hidden with the value. */
function tierOf(value: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.unsecret(
    pulumi
      .output(value)
      .apply((text) => ([...text].length > STANDARD_CHARACTERS ? "Advanced" : "Standard")),
  );
}

/**
 * Reads the parameters, and decrypts them with their key through SSM only.
 * @param keyArn undefined for AWS's own key
 */
export function parameterPolicy(
  account: AwsEnvironment,
  parameterArns: readonly string[],
  keyArn: string | undefined,
): PolicyDocument {
  const StringEquals = { "kms:ViaService": serviceHost("ssm", account) };
  // A policy cannot name AWS's key by its alias: every key of the account, but only the one of that alias.
  const ofAws = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": KEY_OF_AWS } };
  return policyDocument([
    {
      Sid: "AccessParams",
      Effect: "Allow",
      Action: ["ssm:GetParameter", "ssm:GetParameters"],
      Resource: [...parameterArns],
    },
    {
      Sid: "DecryptParams",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: keyArn ?? regionalArn(account, "kms", "key/*"),
      Condition: { StringEquals, ...(keyArn === undefined ? ofAws : {}) },
    },
  ]);
}

/** The Terraform module's policy for the parameters. */
function terraformParameterPolicy(parameterArns: readonly string[]): PolicyDocument {
  return policyDocument([
    {
      Sid: "AccessParams",
      Effect: "Allow",
      Action: ["ssm:GetParameter", "secretsmanager:GetSecretValue"],
      Resource: [...parameterArns],
    },
  ]);
}
