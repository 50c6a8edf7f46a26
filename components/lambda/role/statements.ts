import {
  type AwsEnvironment,
  regionalArn,
  serviceHost,
  type Statement,
  statements,
} from "asl-toolkit/iam";
import { keyGrants } from "asl-toolkit/permissions";
import { type Keys } from "../../shared/access/encrypted-target";
import { WORKFLOW_NAMES } from "../../shared/names";
import fixed from "./fixed-statements.json";

/** What a function has that its own role needs rights for; undefined for what it has not. */
export interface FunctionAccess {
  readonly account: AwsEnvironment;
  /** The function's name in AWS. */
  readonly functionName: string;
  /** Whether the log group is there before the function; else the function makes it. */
  readonly ownLogGroup: boolean;
  /** Whether it runs at the edge, where it logs in the region of whoever asks. */
  readonly edge: boolean;
  readonly traced: boolean;
  readonly inVpc: boolean;
  readonly deadLetterTargetArn: string | undefined;
  /** The key of that target, by its ARN, where a customer's encrypts it. */
  readonly deadLetterKeys: Keys;
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
    ...(deadLetterTargetArn === undefined ? [] : deadLetterStatements(access, deadLetterTargetArn)),
    ...(environmentKeyArn === undefined ? [] : [environmentStatement(access, environmentKeyArn)]),
  ];
}

/** The two statements of the Terraform module's role: every log group, and network interfaces always. */
export const ACCOUNT_STATEMENTS = fixed.terraform as readonly Statement[];

/** What the managed policy AWSLambdaVPCAccessExecutionRole allows; Lambda asks for it on every interface. */
const NETWORK_ACTIONS = fixed.networkActions;

function logStatement({ account, functionName, ownLogGroup, edge }: FunctionAccess): Statement {
  const own = regionalArn(
    account,
    "logs",
    `log-group:${WORKFLOW_NAMES.functionLogGroup(functionName)}:*`,
  );
  const copy = WORKFLOW_NAMES.functionLogGroup(`${account.region}.${functionName}`);
  const atEdge = regionalArn({ ...account, region: "*" }, "logs", `log-group:${copy}:*`);
  const write = ["logs:CreateLogStream", "logs:PutLogEvents"];
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ownLogGroup && !edge ? write : ["logs:CreateLogGroup", ...write],
    Resource: edge ? [own, atEdge] : own,
  };
}

/** AWS knows no resource but `*` for these two (service authorization reference, X-Ray). */
const TRACING = fixed.tracing as Statement;

/**
 * Lambda itself may handle network interfaces, the function's code may not
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html, "deny function access").
 */
function networkStatements({ account, functionName }: FunctionAccess): Statement[] {
  const own = regionalArn(account, "lambda", `function:${functionName}`);
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

/** Lambda sends them with the function's role, which needs the key of an encrypted target as every other sender. */
function deadLetterStatements(
  { account, deadLetterKeys }: FunctionAccess,
  target: string,
): Statement[] {
  const Action = target.split(":")[2] === "sns" ? "sns:Publish" : "sqs:SendMessage";
  const sent = [{ actions: [Action], resources: [target] }];
  return [
    { Sid: "SendDeadLetters", Effect: "Allow", Action, Resource: target },
    ...statements(keyGrants(sent, deadLetterKeys, account)),
  ];
}

function environmentStatement({ account }: FunctionAccess, keyArn: string): Statement {
  return {
    Sid: "DecryptEnvironment",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": serviceHost("lambda", account) } },
  };
}
