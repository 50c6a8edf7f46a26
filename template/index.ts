import * as pulumi from "@pulumi/pulumi";
import {
  Key,
  KEY_SERVICES,
  LambdaFunction,
  Monitoring,
  StateMachine,
  Trigger,
} from "pulumi-aws-stepfunctions";

const prefix = new pulumi.Config().require("prefix");
const names = { prefix, environment: pulumi.getStack(), name: "greetings" };
const key = new Key("key", { ...names, services: KEY_SERVICES });
const common = { ...names, kmsKeyArn: key.arn, logRetentionInDays: 365 };

const greet = new LambdaFunction("greet", { ...common, entry: "functions/greet.ts" });
const workflow = new StateMachine("workflow", {
  ...common,
  logLevel: "ALL",
  definition: { file: "workflow.asl.json", substitutions: { Greet: greet.arn } },
});
const nightly = new Trigger("nightly", {
  ...common,
  stateMachine: workflow,
  schedule: { expression: "cron(0 3 * * ? *)", input: { name: "world" } },
});
new Monitoring("monitoring", {
  ...common,
  stateMachine: workflow,
  functions: { greet },
  deadLetterQueues: { nightly },
});

export const workflowArn = workflow.aliasArn;
