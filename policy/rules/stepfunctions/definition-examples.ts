import type { PolicyRule } from "../../host/rule";
import { onResource } from "../shared/examples";
import * as t from "../shared/types";

/** An example for each rule on what the linter finds, by the rule's id. */
export const EXAMPLES: Readonly<Record<string, PolicyRule["examples"]>> = {
  "sfn-definition-performance": contrast(
    {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      TimeoutSeconds: 30,
      Parameters: { FunctionName: "arn:aws:lambda:eu-west-1:111122223333:function:check:1" },
      Retry: [{ ErrorEquals: ["Lambda.ServiceException", "Lambda.TooManyRequestsException"] }],
      End: true,
    },
    {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      TimeoutSeconds: 30,
      Parameters: { FunctionName: "arn:aws:lambda:eu-west-1:111122223333:function:check:1" },
      Retry: [{ ErrorEquals: ["Lambda.ServiceException"] }],
      End: true,
    },
    "definition/States/Check: the Lambda task does not retry Lambda.TooManyRequestsException; add the name to the Retry for passing faults (lambda-throttle-retry)",
  ),
  "sfn-definition-security": contrast(
    {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      TimeoutSeconds: 30,
      Parameters: { FunctionName: "arn:aws:lambda:eu-west-1:111122223333:function:check:1" },
      End: true,
    },
    {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      TimeoutSeconds: 30,
      Parameters: { FunctionName: "arn:aws:lambda:eu-west-1:111122223333:function:*" },
      End: true,
    },
    "definition/States/Check/Parameters/FunctionName: 'FunctionName' has a wildcard; name the function or machine (wildcard-resource)",
  ),
  "sfn-definition-operations": contrast(
    { Type: "Wait", Seconds: 10, End: true },
    { Type: "Wait", End: true },
    "definition/States/Check: the Wait says nowhere how long; keep exactly one of Seconds, Timestamp, SecondsPath and TimestampPath (wait-time)",
  ),
  "sfn-definition-reliability": contrast(
    {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      TimeoutSeconds: 30,
      Parameters: { MessageBody: "order" },
      End: true,
    },
    {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      Parameters: { MessageBody: "order" },
      End: true,
    },
    "definition/States/Check: the Task has no timeout; add TimeoutSeconds, a little more than the call may take (task-timeout)",
  ),
  "sfn-definition-performance-advice": contrast(
    {
      Type: "Map",
      MaxConcurrency: 10,
      ItemProcessor: { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 1, End: true } } },
      End: true,
    },
    {
      Type: "Map",
      ItemProcessor: { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 1, End: true } } },
      End: true,
    },
    "definition/States/Check: the Map sets no limit to its concurrency; set MaxConcurrency to what the services behind it bear (map-concurrency)",
  ),
  "sfn-definition-security-advice": contrast(
    {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      TimeoutSeconds: 30,
      Parameters: { FunctionName: "arn:aws:lambda:eu-west-1:999999999999:function:check:1" },
      Credentials: { RoleArn: "arn:aws:iam::999999999999:role/orders" },
      End: true,
    },
    {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      TimeoutSeconds: 30,
      Parameters: { FunctionName: "arn:aws:lambda:eu-west-1:999999999999:function:check:1" },
      End: true,
    },
    "definition/States/Check: the task is on account 999999999999, but has no Credentials; add Credentials with the RoleArn of a role in that account (cross-account-role)",
  ),
  "sfn-definition-operations-advice": contrast(
    { Type: "Fail", Error: "Unknown", Cause: "The order is unknown" },
    { Type: "Fail", Error: "Unknown" },
    "definition/States/Check: the Fail has no Cause; add Error and Cause, or ErrorPath and CausePath (fail-without-reason)",
  ),
  "sfn-definition-reliability-advice": contrast(
    {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      TimeoutSeconds: 30,
      Retry: [{ ErrorEquals: ["States.ALL"] }],
      Parameters: { MessageBody: "order" },
      End: true,
    },
    {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      TimeoutSeconds: 30,
      Parameters: { MessageBody: "order" },
      End: true,
    },
    "definition/States/Check: the state has neither Retry nor Catch; add a Retry for passing faults, and a Catch that leads to a clean end (error-unhandled)",
  ),
  "sfn-definition-cost-advice": contrast(
    { Type: "Pass", Result: "checked", End: true },
    { Type: "Pass", End: true },
    "definition/States/Check: the Pass changes nothing; remove the state, or let it set what the next one needs (pass-without-effect)",
  ),
};

/** Two machines of one state. */
function contrast(correct: object, incorrect: object, message: string): PolicyRule["examples"] {
  const machine = (Check: object): { roleArn: string; definition: string } => ({
    roleArn: "arn:aws:iam::111122223333:role/machine",
    definition: JSON.stringify({ StartAt: "Check", TimeoutSeconds: 300, States: { Check } }),
  });
  return onResource(t.MACHINE, machine(correct), machine(incorrect), message);
}
