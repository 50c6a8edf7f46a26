import type { ResolvedAccount } from "../shared/account";
import { WORKFLOW_NAMES } from "../shared/names";
import { policyDocument, type PolicyDocument, type Statement } from "asl-toolkit/iam";

/** What a function has that its own role needs rights for; undefined for what it has not. */
export interface FunctionAccess {
  readonly account: ResolvedAccount;
  /** The function's name in AWS. */
  readonly functionName: string;
  /** Whether the log group is there before the function; else the function makes it. */
  readonly ownLogGroup: boolean;
  /** Whether it runs at the edge, where it logs in the region of whoever asks. */
  readonly edge: boolean;
  readonly traced: boolean;
  readonly inVpc: boolean;
  readonly deadLetterTargetArn: string | undefined;
  /** The key of the function's environment. */
  readonly environmentKeyArn: string | undefined;
}

/** What the own role may do: what this function needs, where AWS knows a resource on that resource only. */
export function functionStatements(access: FunctionAccess): Statement[] {
  const { traced, inVpc, deadLetterTargetArn, environmentKeyArn } = access;
  return [
    logStatement(access),
    ...(traced ? [TRACING] : []),
    ...(inVpc ? networkStatements(access) : []),
    ...(deadLetterTargetArn === undefined ? [] : [deadLetterStatement(deadLetterTargetArn)]),
    ...(environmentKeyArn === undefined ? [] : [environmentStatement(access, environmentKeyArn)]),
  ];
}

/** The two statements of the Terraform module's role: every log group, and network interfaces always. */
export const ACCOUNT_STATEMENTS: readonly Statement[] = [
  {
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:CreateLogGroup"],
    Resource: "*",
  },
  {
    Effect: "Allow",
    Action: [
      "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
    ],
    Resource: "*",
  },
];

function logStatement({ account, functionName, ownLogGroup, edge }: FunctionAccess): Statement {
  const own = `${arn(account, "logs")}:log-group:${WORKFLOW_NAMES.functionLogGroup(functionName)}:*`;
  const copy = WORKFLOW_NAMES.functionLogGroup(`${account.region}.${functionName}`);
  const atEdge = `${arn({ ...account, region: "*" }, "logs")}:log-group:${copy}:*`;
  const write = ["logs:CreateLogStream", "logs:PutLogEvents"];
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ownLogGroup && !edge ? write : ["logs:CreateLogGroup", ...write],
    Resource: edge ? [own, atEdge] : own,
  };
}

/** AWS knows no resource but `*` for these two (service authorization reference, X-Ray). */
const TRACING: Statement = {
  Sid: "SendTraces",
  Effect: "Allow",
  Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  Resource: "*",
};

/** What the managed policy AWSLambdaVPCAccessExecutionRole allows; Lambda asks for it on every interface. */
const NETWORK_ACTIONS = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:UnassignPrivateIpAddresses",
];

/**
 * Lambda itself may handle network interfaces, the function's code may not
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html, "deny function access").
 */
function networkStatements({ account, functionName }: FunctionAccess): Statement[] {
  const own = `${arn(account, "lambda")}:function:${functionName}`;
  return [
    { Sid: "JoinVpc", Effect: "Allow", Action: NETWORK_ACTIONS, Resource: "*" },
    {
      Sid: "DenyNetworkToCode",
      Effect: "Deny",
      Action: NETWORK_ACTIONS,
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": own } },
    },
  ];
}

function deadLetterStatement(target: string): Statement {
  const Action = target.split(":")[2] === "sns" ? "sns:Publish" : "sqs:SendMessage";
  return { Sid: "SendDeadLetters", Effect: "Allow", Action, Resource: target };
}

function environmentStatement({ account }: FunctionAccess, keyArn: string): Statement {
  return {
    Sid: "DecryptEnvironment",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": `lambda.${account.region}.amazonaws.com` } },
  };
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
  const trust = (services: string[], rest: Partial<Statement> = {}): Statement => ({
    Sid: "AllowAwsToAssumeRole",
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: services.length === 1 ? services[0]! : services },
    ...rest,
  });
  if (sourceAccount === undefined) {
    const services = ["lambda.amazonaws.com"];
    return policyDocument([trust(edge ? ["edgelambda.amazonaws.com", ...services] : services)]);
  }
  const own = trust(["lambda.amazonaws.com"], {
    Condition: { StringEquals: { "aws:SourceAccount": sourceAccount } },
  });
  const atEdge = trust(["edgelambda.amazonaws.com"], { Sid: "AllowEdgeToAssumeRole" });
  return policyDocument(edge ? [own, atEdge] : [own]);
}

/** What the own role may do with the function's parameters. */
export interface ParameterAccess {
  readonly account: ResolvedAccount;
  readonly parameterArns: readonly string[];
  /** The key of the parameters; undefined for AWS's own. */
  readonly keyArn: string | undefined;
}

/** Reads the parameters, and decrypts them with their key through SSM only. */
export function parameterPolicy({
  account,
  parameterArns,
  keyArn,
}: ParameterAccess): PolicyDocument {
  const StringEquals = { "kms:ViaService": `ssm.${account.region}.amazonaws.com` };
  // A policy cannot name AWS's key by its alias: every key of the account, but only the one of that alias.
  const ofAws = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/aws/ssm" } };
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
      Resource: keyArn ?? `${arn(account, "kms")}:key/*`,
      Condition: { StringEquals, ...(keyArn === undefined ? ofAws : {}) },
    },
  ]);
}

/** The Terraform module's policy for the parameters. */
export function terraformParameterPolicy(parameterArns: readonly string[]): PolicyDocument {
  return policyDocument([
    {
      Sid: "AccessParams",
      Effect: "Allow",
      Action: ["ssm:GetParameter", "secretsmanager:GetSecretValue"],
      Resource: [...parameterArns],
    },
  ]);
}

/** Lets CloudWatch Logs use a key for one log group and nothing else. */
export function logKeyPolicy(account: ResolvedAccount, logGroup: string): PolicyDocument {
  return policyDocument([
    {
      Sid: "AllowCloudWatchToDoCryptography",
      Effect: "Allow",
      Principal: { Service: `logs.${account.region}.amazonaws.com` },
      Action: [
        "kms:Encrypt*",
        "kms:Decrypt*",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:Describe*",
      ],
      Resource: "*",
      Condition: {
        ArnEquals: {
          "kms:EncryptionContext:aws:logs:arn": `${arn(account, "logs")}:log-group:${logGroup}`,
        },
      },
    },
  ]);
}

function arn({ partition, region, accountId }: ResolvedAccount, service: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}`;
}
