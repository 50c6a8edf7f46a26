import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { StateMachine, type StateMachineArgs } from "../../components";
import { runProgram } from "../../engine/program";
import { declared as run } from "../support/declared";
import { type Definition } from "../../statemachine/definition/types";
import { type DefinitionLeaf } from "../../components/stepfunction/definition";

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:work";
const VERSION = `${FUNCTION}:1`;
const KEY = "arn:aws:kms:us-east-1:000000000000:key/1";
const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:acme-qa-orders-sfn";

/** One call of a function, as good as the linter wants it. */
function workflow(functionArn: string | pulumi.Output<string>): Definition<DefinitionLeaf> {
  return {
    Comment: "Works on one order.",
    StartAt: "Work",
    TimeoutSeconds: 300,
    States: {
      Work: {
        Type: "Task",
        Comment: "Does the work.",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: functionArn, "Payload.$": "$" },
        TimeoutSeconds: 40,
        Retry: [
          {
            ErrorEquals: [
              "Lambda.ClientExecutionTimeoutException",
              "Lambda.ServiceException",
              "Lambda.AWSLambdaException",
              "Lambda.SdkClientException",
              "Lambda.TooManyRequestsException",
              "Lambda.Unknown",
              "Sandbox.Timedout",
              "Runtime.ExitError",
              "Runtime.OutOfMemory",
            ],
            IntervalSeconds: 2,
            MaxAttempts: 6,
            BackoffRate: 2,
            JitterStrategy: "FULL",
          },
        ],
        End: true,
      },
    },
  };
}

const ARGS: StateMachineArgs = {
  prefix: "acme",
  environment: "qa",
  name: "orders",
  definition: workflow(VERSION),
};

/** The resources that a stack with one machine declares, by `type name`. */
async function declared(args: StateMachineArgs): Promise<Map<string, Record<string, unknown>>> {
  return (await run(() => new StateMachine("workflow", args))).inputs();
}

function json(value: unknown): unknown {
  return JSON.parse(String(value));
}

describe("StateMachine", () => {
  it("makes these resources under these names", async () => {
    assert.deepEqual([...(await declared(ARGS)).keys()].sort(), [
      "aws:cloudwatch/logGroup:LogGroup workflow-logs",
      "aws:iam/policy:Policy workflow-log-access",
      "aws:iam/role:Role workflow-role",
      "aws:iam/rolePolicy:RolePolicy workflow-workflow",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment workflow-log-access",
      "aws:sfn/alias:Alias workflow-alias",
      "aws:sfn/stateMachine:StateMachine workflow",
      "stepfunctions:index:StateMachine workflow",
    ]);
  });

  it("logs errors, traces, publishes and encrypts when nobody says otherwise but for the key", async () => {
    const machine = (await declared({ ...ARGS, kmsKeyArn: KEY })).get(
      "aws:sfn/stateMachine:StateMachine workflow",
    );
    const { definition, ...rest } = machine ?? {};
    assert.deepEqual(json(definition), workflow(VERSION));
    assert.deepEqual(rest, {
      name: "acme-qa-orders-sfn",
      type: "STANDARD",
      roleArn: "arn:aws:iam::000000000000:role/acme-qa-orders-step-functions-role",
      publish: true,
      loggingConfiguration: {
        level: "ERROR",
        logDestination:
          "arn:aws:logs:us-east-1:000000000000:log-group:/aws/vendedlogs/states/acme-qa-orders-log-group:*",
      },
      tracingConfiguration: { enabled: true },
      encryptionConfiguration: {
        type: "CUSTOMER_MANAGED_KMS_KEY",
        kmsKeyId: KEY,
        kmsDataKeyReusePeriodSeconds: 300,
      },
      tags: { Environment: "qa", Name: "acme-qa-orders-sfn" },
    });
  });

  it("gives the role exactly what the definition, tracing and the key need", async () => {
    const policy = (await declared({ ...ARGS, kmsKeyArn: KEY })).get(
      "aws:iam/rolePolicy:RolePolicy workflow-workflow",
    );
    const { Statement } = json(policy?.["policy"]) as {
      Statement: { Action: string[]; Resource: string[] }[];
    };
    assert.deepEqual(
      Statement.map(({ Action, Resource }) => [Action, Resource]),
      [
        [["kms:Decrypt", "kms:GenerateDataKey"], [KEY]],
        [["lambda:InvokeFunction"], [FUNCTION, `${FUNCTION}:*`]],
        [
          [
            "xray:GetSamplingRules",
            "xray:GetSamplingTargets",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
          ],
          ["*"],
        ],
      ],
    );
  });

  it("lets the role deliver logs, and encrypt them where the machine has a key", async () => {
    const statementsOf = async (kmsKeyArn?: string): Promise<Record<string, unknown>[]> => {
      const policy = (await declared({ ...ARGS, kmsKeyArn })).get(
        "aws:iam/policy:Policy workflow-log-access",
      );
      return (json(policy?.["policy"]) as { Statement: Record<string, unknown>[] }).Statement;
    };
    const [delivery, ...others] = await statementsOf();
    assert.equal(delivery?.["Sid"], "AllowStepFunctionToUseLog");
    assert.deepEqual(others, []);
    assert.deepEqual(await statementsOf(KEY), [
      delivery,
      {
        Sid: "KmsGenerateDataKey",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey"],
        Resource: [KEY],
        Condition: {
          StringEquals: {
            "kms:EncryptionContext:SourceArn": "arn:aws:logs:us-east-1:000000000000:*",
          },
        },
      },
    ]);
  });

  it("lets Step Functions assume the role for this machine of this account only", async () => {
    const role = (await declared(ARGS)).get("aws:iam/role:Role workflow-role");
    assert.deepEqual(json(role?.["assumeRolePolicy"]), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "states.amazonaws.com" },
          Condition: {
            StringEquals: { "aws:SourceAccount": "000000000000" },
            ArnLike: { "aws:SourceArn": [MACHINE, `${MACHINE}:*`] },
          },
        },
      ],
    });
  });

  it("declares the same resources in a first preview, when the function's ARN is unknown", async () => {
    const program = (): void => {
      const work = new lambda.Function("work", { role: "arn:aws:iam::000000000000:role/work" });
      new StateMachine("workflow", { ...ARGS, definition: workflow(work.qualifiedArn) });
    };
    const preview = await runProgram({ stack: "test", preview: true, program });
    const update = await runProgram({ stack: "test", program });
    assert.deepEqual(
      preview.resources.map(({ urn }) => urn),
      update.resources.map(({ urn }) => urn),
    );
    const machine = preview.resources.find(({ type }) => type.endsWith(":StateMachine"));
    assert.notEqual(machine, undefined);
  });

  it("lints while the function's ARN is unknown, before anything is made", () => {
    const definition = workflow(pulumi.output(VERSION));
    const broken = { ...definition, StartAt: "Wrok" } as Definition<DefinitionLeaf>;
    assert.throws(
      () => new StateMachine("workflow", { ...ARGS, definition: broken }),
      /StateMachine has invalid arguments:[\s\S]*definition: \/StartAt \[[a-z-]+\]/,
    );
  });

  it("asks for a grant where a call cannot be known, and takes it", async () => {
    const definition: Definition = {
      StartAt: "Work",
      TimeoutSeconds: 300,
      States: {
        Work: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: { "FunctionName.$": "$.function" },
          TimeoutSeconds: 40,
          End: true,
        },
      },
    };
    assert.throws(
      () => new StateMachine("workflow", { ...ARGS, definition }),
      /definition: \/States\/Work: .*grant lambda:InvokeFunction to the state explicitly \(argument grants\)/,
    );
    const grants = { Work: [{ actions: ["lambda:InvokeFunction"], resources: [FUNCTION] }] };
    const resources = await declared({ ...ARGS, definition, grants });
    assert.ok(resources.has("aws:sfn/stateMachine:StateMachine workflow"));
  });

  it("makes neither role nor policies around an existing role", async () => {
    const roleArn = "arn:aws:iam::000000000000:role/existing";
    const keys = [
      ...(await declared({ ...ARGS, roleArn, createLogGroup: false, alias: false })).keys(),
    ];
    assert.deepEqual(keys.sort(), [
      "aws:sfn/stateMachine:StateMachine workflow",
      "stepfunctions:index:StateMachine workflow",
    ]);
  });

  it("logs everything of an Express workflow, which has no other history", async () => {
    const machine = (await declared({ ...ARGS, type: "express" })).get(
      "aws:sfn/stateMachine:StateMachine workflow",
    );
    assert.equal(machine?.["type"], "EXPRESS");
    assert.equal((machine?.["loggingConfiguration"] as { level: string }).level, "ALL");
  });

  it("lists everything that is wrong at once, with the limit and the value", () => {
    const wrong: StateMachineArgs = {
      ...ARGS,
      name: "x".repeat(80),
      type: "FAST",
      logRetentionInDays: 31,
      kmsDataKeyReusePeriodSeconds: 10,
      serviceIntegrations: { lamda: { lambda: true } } as StateMachineArgs["serviceIntegrations"],
      definition: "{",
    };
    assert.throws(
      () => new StateMachine("workflow", wrong),
      (error: Error) => {
        const said = error.message;
        for (const part of [
          /name: Step Functions state machine name ".*" has 92 characters: AWS allows 1 to 80/,
          /name: IAM role name ".*" has 108 characters: AWS allows 1 to 64/,
          /type: is "FAST": must be "STANDARD" or "EXPRESS"/,
          /logRetentionInDays: is 31/,
          /kmsDataKeyReusePeriodSeconds: is 10: must be a whole number from 60 to 900/,
          /serviceIntegrations\.lamda: unknown integration 'lamda', the nearest are lambda/,
          /definition: is not JSON/,
        ]) {
          assert.match(said, part);
        }
        return true;
      },
    );
  });

  it("reads a file with a byte order mark, which editors put before JSON", async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "definition-")), "workflow.asl.json");
    writeFileSync(file, `\ufeff${JSON.stringify(ARGS.definition)}`);

    const resources = await declared({ ...ARGS, definition: { file } });

    const machine = resources.get("aws:sfn/stateMachine:StateMachine workflow");
    assert.deepEqual(json(machine?.["definition"]), ARGS.definition);
  });

  it("says of what is no definition at all what it may be", () => {
    for (const definition of [undefined, null, 5]) {
      const args = { ...ARGS, definition: definition as never };
      const said = `is ${definition === undefined ? "missing" : definition}: must be an object, a file or JSON text`;
      assert.throws(() => new StateMachine("workflow", args), {
        message: `StateMachine has invalid arguments:\n  definition: ${said}`,
      });
    }
  });
});
