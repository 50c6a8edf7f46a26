import {
  PermissionsError,
  type UndecidedState,
  permissions,
  type PermissionsOptions,
} from "../../../statemachine/permissions";
import assert from "node:assert/strict";
import fc from "fast-check";
import { placeholder } from "../../../statemachine/definition/placeholder";
import { HERE, allowed, machine, task } from "./support";

const LAMBDA = "arn:aws:states:::lambda:invoke";
const PAY = "arn:aws:lambda:eu-west-1:111122223333:function:pay";

const lambda = (name: string): Record<string, unknown> => ({
  Type: "Task",
  Resource: LAMBDA,
  Parameters: { FunctionName: name },
  End: true,
});

/** The states that a call refuses to decide. */
function undecided(
  definition: unknown,
  context: PermissionsOptions = HERE,
): readonly UndecidedState[] {
  try {
    permissions(definition, context);
  } catch (error) {
    assert.ok(error instanceof PermissionsError);
    return error.states;
  }
  return assert.fail("everything was decided");
}

describe("permissions", () => {
  it("writes one statement for each set of resources, in the order of the actions", () => {
    const definition = machine({
      Write: {
        Type: "Task",
        Resource: "arn:aws:states:::dynamodb:putItem",
        Parameters: { TableName: "t" },
        Next: "Read",
      },
      Read: {
        Type: "Task",
        Resource: "arn:aws:states:::dynamodb:getItem",
        Parameters: { TableName: "t" },
        Next: "Pay",
      },
      Pay: lambda("pay"),
      Done: { Type: "Succeed" },
    });

    assert.deepEqual(permissions(definition, HERE), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DynamodbGetItem",
          Effect: "Allow",
          Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
          Resource: ["arn:aws:dynamodb:eu-west-1:111122223333:table/t"],
        },
        {
          Sid: "LambdaInvokeFunction",
          Effect: "Allow",
          Action: ["lambda:InvokeFunction"],
          Resource: [PAY, `${PAY}:*`],
        },
      ],
    });
  });

  it("has no statements for a machine that calls nothing", () => {
    const nothing = machine({
      Work: {
        Type: "Task",
        Resource: "arn:aws:states:eu-west-1:111122223333:activity:human",
        Next: "Done",
      },
      Done: { Type: "Succeed" },
    });
    assert.deepEqual(permissions(nothing, HERE).Statement, []);
  });

  it("accepts a function as the Resource, by ARN, by template text and unknown as yet", () => {
    const api = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:pay";
    for (const [resource, base] of [
      [PAY, PAY],
      [`${PAY}:3`, PAY],
      [`${PAY}:live`, PAY],
      ["${PayArn}", "${PayArn}"],
      [`\${PayArn}:$LATEST`, "${PayArn}"],
      [placeholder(3), placeholder(3)],
      [{ "Fn::GetAtt": ["Pay", "Arn"] }, "${Pay.Arn}"],
      [`${api}:live`, api],
    ] as const)
      assert.deepEqual(allowed(task(resource)), { "lambda:InvokeFunction": [base, `${base}:*`] });
  });

  it("takes what is filled in later for a value of the kind that belongs there", () => {
    const got = allowed(
      machine({
        Start: {
          Type: "Task",
          Resource: "arn:aws:states:::states:startExecution.sync:2",
          Parameters: { StateMachineArn: "${ChildArn}" },
          Next: "Queue",
        },
        Queue: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage",
          Parameters: { QueueUrl: "${JobQueueUrl}" },
          Next: "Save",
        },
        Save: {
          Type: "Task",
          Resource: "arn:aws:states:::dynamodb:putItem",
          Parameters: { TableName: placeholder(0) },
          End: true,
        },
      }),
    );

    assert.deepEqual(got["states:StartExecution"], ["${ChildArn}"]);
    assert.deepEqual(got["states:StopExecution"], [
      "arn:aws:states:eu-west-1:111122223333:execution:${ChildName}:*",
    ]);
    assert.deepEqual(got["sqs:SendMessage"], [
      "arn:aws:sqs:eu-west-1:111122223333:${JobQueueName}",
    ]);
    assert.deepEqual(got["dynamodb:PutItem"], [
      `arn:aws:dynamodb:eu-west-1:111122223333:table/${placeholder(0)}`,
    ]);
  });

  it("writes the ARNs of the partition it is for", () => {
    const china = { ...HERE, partition: "aws-cn", region: "cn-north-1" };
    const got = allowed(
      task("arn:aws-cn:states:::batch:submitJob.sync", { JobDefinition: "d:1", JobQueue: "q" }),
      china,
    );
    for (const resources of Object.values(got))
      for (const resource of resources) assert.match(resource, /^(\*$|arn:aws-cn:)/);
  });

  it("lets the state's own role make the call, when it names one", () => {
    const state = {
      ...lambda("pay"),
      Credentials: { RoleArn: "arn:aws:iam::999988887777:role/pay" },
    };
    assert.deepEqual(allowed(machine({ Call: state })), {
      "sts:AssumeRole": ["arn:aws:iam::999988887777:role/pay"],
    });
  });

  it("adds traces, logs and the machine's key when asked", () => {
    const got = allowed(machine({ Done: { Type: "Succeed" } }), {
      ...HERE,
      tracing: true,
      logging: true,
      machineKey: "arn:aws:kms:eu-west-1:111122223333:key/k",
    });

    const context =
      "when StringEquals kms:EncryptionContext:aws:states:stateMachineArn=arn:aws:states:eu-west-1:111122223333:stateMachine:orders";
    assert.deepEqual(got["xray:PutTraceSegments"], ["*"]);
    assert.deepEqual(got["logs:CreateLogDelivery"], ["*"]);
    assert.deepEqual(got[`kms:Decrypt ${context}`], ["arn:aws:kms:eu-west-1:111122223333:key/k"]);
    const ofLogs =
      "when StringEquals kms:EncryptionContext:SourceArn=arn:aws:logs:eu-west-1:111122223333:*";
    assert.deepEqual(got[`kms:GenerateDataKey ${ofLogs}`], [
      "arn:aws:kms:eu-west-1:111122223333:key/k",
    ]);
  });

  it("adds key rights for encrypted targets that are used, through their service only", () => {
    const topic = "arn:aws:sns:eu-west-1:111122223333:news";
    const key = "arn:aws:kms:eu-west-1:111122223333:key/k";
    const publish = task("arn:aws:states:::sns:publish", { TopicArn: topic });
    const when = "when StringEquals kms:ViaService";

    const got = allowed(publish, {
      ...HERE,
      encryptedTargets: { [topic]: key, "arn:aws:s3:::unused": key },
    });
    assert.deepEqual(got, {
      "sns:Publish": [topic],
      [`kms:Decrypt ${when}=sns.eu-west-1.amazonaws.com`]: [key],
      [`kms:GenerateDataKey ${when}=sns.eu-west-1.amazonaws.com`]: [key],
    });
    const read = task("arn:aws:states:::aws-sdk:s3:getObject", { Bucket: "b", Key: "k" });
    assert.deepEqual(
      Object.keys(allowed(read, { ...HERE, encryptedTargets: { "arn:aws:s3:::b": key } })),
      [`kms:Decrypt ${when}=s3.eu-west-1.amazonaws.com`, "s3:GetObject"],
    );
    const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf";
    const opened = task("arn:aws:states:::aws-sdk:secretsmanager:getSecretValue", {
      SecretId: "db",
    });
    assert.deepEqual(
      Object.keys(allowed(opened, { ...HERE, encryptedTargets: { [secret]: key } })),
      [
        `kms:Decrypt ${when}=secretsmanager.eu-west-1.amazonaws.com`,
        "secretsmanager:GetSecretValue",
      ],
    );
    const stream = "arn:aws:kinesis:eu-west-1:111122223333:stream/s";
    const put = task("arn:aws:states:::aws-sdk:kinesis:putRecord", { StreamName: "s" });
    assert.deepEqual(Object.keys(allowed(put, { ...HERE, encryptedTargets: { [stream]: key } })), [
      "kinesis:PutRecord",
      `kms:GenerateDataKey ${when}=kinesis.eu-west-1.amazonaws.com`,
    ]);
  });

  it("adds what the results of a Distributed Map need in an encrypted bucket", () => {
    const key = "arn:aws:kms:eu-west-1:111122223333:key/k";
    const map = {
      StartAt: "Call",
      States: {
        Call: {
          Type: "Map",
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
            StartAt: "Done",
            States: { Done: { Type: "Succeed" } },
          },
          ResultWriter: {
            Resource: "arn:aws:states:::s3:putObject",
            Parameters: { Bucket: "results", Prefix: "runs" },
          },
          End: true,
        },
      },
    };
    const got = allowed(map, { ...HERE, encryptedTargets: { "arn:aws:s3:::results": key } });
    const when = "when StringEquals kms:ViaService=s3.eu-west-1.amazonaws.com";
    assert.deepEqual(
      Object.keys(got).filter((action) => action.startsWith("kms:")),
      [`kms:Decrypt ${when}`, `kms:Encrypt ${when}`, `kms:GenerateDataKey ${when}`],
    );
  });

  it("names the key of a target by its ARN, whatever the target calls it", () => {
    const topic = "arn:aws:sns:eu-west-1:111122223333:news";
    const publish = task("arn:aws:states:::sns:publish", { TopicArn: topic });
    const keysOf = (key: string): unknown[] =>
      permissions(publish, { ...HERE, encryptedTargets: { [topic]: key } })
        .Statement.filter(({ Sid }) => Sid === "KmsDecrypt")
        .map(({ Resource, Condition }) => [Resource, Condition]);
    const via = { "kms:ViaService": "sns.eu-west-1.amazonaws.com" };
    const id = "0b1c2d3e-1111-2222-3333-444455556666";
    const named = [[[`arn:aws:kms:eu-west-1:111122223333:key/${id}`], { StringEquals: via }]];
    assert.deepEqual(keysOf(id), named);
    assert.deepEqual(keysOf(`arn:aws:kms:eu-west-1:111122223333:key/${id}`), named);
    const byAlias = [
      [
        ["arn:aws:kms:eu-west-1:111122223333:key/*"],
        {
          StringEquals: via,
          "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/news" },
        },
      ],
    ];
    assert.deepEqual(keysOf("alias/news"), byAlias);
    assert.deepEqual(keysOf("arn:aws:kms:eu-west-1:111122223333:alias/news"), byAlias);
    assert.deepEqual(keysOf("alias/aws/sns"), []);
  });

  it("know the machine's own ARN and name from the context object", () => {
    const self = "arn:aws:states:eu-west-1:111122223333:stateMachine:orders";
    const start = "arn:aws:states:::states:startExecution";
    for (const definition of [
      task(start, { "StateMachineArn.$": "$$.StateMachine.Id" }),
      task(start, { StateMachineArn: "{% $states.context.StateMachine.Id %}" }, "JSONata"),
    ])
      assert.deepEqual(allowed(definition), { "states:StartExecution": [self] });
    const other = task(start, { "StateMachineArn.$": "$$.Execution.Id" });
    assert.throws(() => allowed(other), /StateMachineArn is only known when the task runs/);
  });

  it("name what an Athena statement changes, by its beginning", () => {
    const changed = (sql: string): string[] => {
      const grants = { Call: [] };
      const definition = task("arn:aws:states:::athena:startQueryExecution", {
        QueryString: sql,
        QueryExecutionContext: { Database: "d" },
        ResultConfiguration: { OutputLocation: "s3://b/p" },
      });
      const all = Object.entries(allowed(definition, { ...HERE, grants }));
      const onTables = all.filter(([, resources]) =>
        resources.includes("arn:aws:glue:eu-west-1:111122223333:table/d/*"),
      );
      return onTables
        .map(([action]) => action)
        .filter((action) => !/^glue:(BatchGet|Get)/.test(action));
    };
    const add = ["glue:BatchCreatePartition", "glue:CreatePartition"];
    const drop = ["glue:BatchDeletePartition", "glue:DeletePartition"];
    assert.deepEqual(changed("SELECT 1"), []);
    assert.deepEqual(changed("CREATE TABLE t AS SELECT 1"), [...add, "glue:CreateTable"]);
    assert.deepEqual(changed("-- daily\n create external table t (a int)"), ["glue:CreateTable"]);
    assert.deepEqual(changed("CREATE OR REPLACE VIEW v AS SELECT 1"), [
      "glue:CreateTable",
      "glue:UpdateTable",
    ]);
    assert.deepEqual(changed("DROP TABLE IF EXISTS t"), [
      "glue:BatchDeleteTable",
      "glue:DeleteTable",
    ]);
    assert.deepEqual(changed("MSCK REPAIR TABLE t").sort(), [...add, ...drop].sort());
    assert.deepEqual(changed("INSERT INTO t SELECT 1"), add);
    assert.throws(
      () =>
        allowed(
          task("arn:aws:states:::athena:startQueryExecution", {
            QueryString: "CREATE TABLE t AS SELECT 1",
            QueryExecutionContext: { Database: "d" },
            ResultConfiguration: { OutputLocation: "s3://b/p" },
          }),
        ),
      /the buckets .* \(glue:CreateTable, .* is granted\); grant s3:GetObject, s3:ListBucket, s3:PutObject to the state/,
    );
  });
});

describe("arguments that are not known as yet", () => {
  it("are taken for valid ones, wherever they stand", () => {
    const unknown = placeholder(1);
    for (const [call, args] of [
      ["lambda:invoke", unknown],
      ["events:putEvents", { Entries: unknown }],
      ["ecs:runTask", { TaskDefinition: unknown, Overrides: unknown }],
      ["http:invoke", { ApiEndpoint: unknown, Method: "GET", Authentication: unknown }],
      ["aws-sdk:dynamodb:transactWriteItems", { TransactItems: unknown }],
      ["aws-sdk:dynamodb:batchGetItem", { RequestItems: unknown }],
      ["aws-sdk:ssm:getParameters", { Names: unknown }],
      ["aws-sdk:ec2:startInstances", unknown],
      ["aws-sdk:glue:startCrawler", { Name: unknown }],
    ] as const) {
      const resources = Object.values(allowed(task(`arn:aws:states:::${call}`, args))).flat();
      assert.ok(
        resources.some((resource) => resource.includes(unknown)),
        call,
      );
      assert.ok(!resources.includes("*"), call);
    }
  });
});

describe("what cannot be known", () => {
  const dynamic = {
    Type: "Task",
    Resource: LAMBDA,
    Parameters: { "FunctionName.$": "$.fn" },
    End: true,
  };

  it("is an error that names every such state, where it is and what to grant", () => {
    const inner = machine({ "Any/one": dynamic });
    const found = undecided(
      machine({
        Each: { Type: "Map", ItemProcessor: inner, Next: "Odd" },
        Odd: { Type: "Task", Resource: "arn:aws:states:::lambdaa:invoke", Next: "Sync" },
        Sync: { Type: "Task", Resource: "arn:aws:states:::sns:publish.sync", Next: "None" },
        None: { Type: "Task", End: true },
      }),
    );

    assert.deepEqual(found, [
      {
        state: "Any/one",
        path: "/States/Each/ItemProcessor/States/Any~1one",
        reason:
          "FunctionName is only known when the task runs; grant lambda:InvokeFunction to the state explicitly",
      },
      {
        state: "None",
        path: "/States/None",
        reason: "has no Resource; grant what it needs to the state explicitly",
      },
      {
        state: "Odd",
        path: "/States/Odd",
        reason:
          "calls the unknown integration 'arn:aws:states:::lambdaa:invoke', the nearest are lambda:invoke, http:invoke, apigateway:invoke; grant what it needs to the state explicitly",
      },
      {
        state: "Sync",
        path: "/States/Sync",
        reason:
          "calls 'arn:aws:states:::sns:publish.sync', which has no .sync form; grant what it needs to the state explicitly",
      },
    ]);
  });

  it("never becomes a wildcard", () => {
    for (const name of ["*", "arn:aws:lambda:eu-west-1:111122223333:function:*", "pa?"])
      assert.match(
        undecided(task(LAMBDA, { FunctionName: name }))[0]?.reason ?? "",
        /contains a wildcard/,
      );
    for (const args of [
      undefined,
      {},
      { FunctionName: "{% $fn %}" },
      "{% $args %}",
      { FunctionName: { Name: "fn" } },
      { "FunctionName.$": "States.Format('{}', $.fn)" },
    ])
      assert.equal(undecided(task(LAMBDA, args)).length, 1);
  });

  it("is settled by grants to the state, or by granting its actions to the whole machine", () => {
    const grant = { actions: ["lambda:InvokeFunction"], resources: [`${PAY}*`] };

    assert.deepEqual(allowed(machine({ Call: dynamic }), { ...HERE, grants: { Call: [grant] } }), {
      "lambda:InvokeFunction": [`${PAY}*`],
    });
    assert.deepEqual(allowed(machine({ Call: dynamic }), { ...HERE, grants: { "*": [grant] } }), {
      "lambda:InvokeFunction": [`${PAY}*`],
    });
    assert.deepEqual(allowed(machine({ Call: dynamic }), { ...HERE, grants: { Call: [] } }), {});
    const other = { actions: ["sns:Publish"], resources: ["arn:aws:sns:eu-west-1:111122223333:t"] };
    assert.equal(
      undecided(machine({ Call: dynamic }), { ...HERE, grants: { "*": [other] } }).length,
      1,
    );
  });

  it("is not settled by grants to a state that is not there", () => {
    const found = undecided(machine({ Call: lambda("pay") }), { ...HERE, grants: { Cal: [] } });
    assert.match(found[0]?.reason ?? "", /not in the definition, the nearest are Call/);
  });

  it("keeps what is known of a state that is settled by a grant", () => {
    const run = task("arn:aws:states:::ecs:runTask.sync", { TaskDefinition: "t:1", Cluster: "c" });
    assert.match(
      undecided(run)[0]?.reason ?? "",
      /roles in the task definition .*grant iam:PassRole/,
    );
    const got = allowed(run, { ...HERE, grants: { Call: [] } });
    assert.deepEqual(got["ecs:RunTask"], [
      "arn:aws:ecs:eu-west-1:111122223333:task-definition/t:1",
    ]);
    assert.equal(got["iam:PassRole"], undefined);
  });
});

describe("any input", () => {
  const strange: unknown[] = [
    null,
    7,
    "",
    [],
    {},
    { States: null },
    { States: [] },
    { States: { A: null, B: 3, C: { Type: "Map" } } },
    machine({ A: { Type: "Parallel", Branches: { 0: 1 } } }),
    machine({ A: { Type: "Map", ItemProcessor: "x", ItemReader: 3, ResultWriter: [] } }),
    machine({
      A: {
        Type: "Map",
        ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" } },
        ItemReader: { Resource: 1 },
        ResultWriter: { Resource: 1, Parameters: 3 },
      },
    }),
    task("arn:aws:states:::aws-sdk:__proto__:constructor", {}),
    task("arn:aws:states:::__proto__:toString", {}),
    task("arn:aws:states:::aws-sdk:dynamodb:batchGetItem", { RequestItems: [] }),
    machine({ A: { Type: "Task", Resource: LAMBDA, Parameters: "x", Credentials: 3 } }),
    machine(
      JSON.parse('{"__proto__": {"Type": "Task", "Resource": "x"}}') as Record<string, unknown>,
    ),
  ];
  it("gives a document or the one error", () => {
    for (const input of strange) orOneError(input);
    fc.assert(fc.property(fc.jsonValue(), (value) => orOneError(value)));
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (resource, args) =>
        orOneError(task(`arn:aws:states:::${resource}`, args)),
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(
          "s3:getObject",
          "dynamodb:query",
          "ssm:getParameter",
          "glue:getTable",
          "rekognition:detectText",
          "ec2:startInstances",
          "scheduler:createSchedule",
        ),
        fc.dictionary(
          fc.constantFrom(
            "Bucket",
            "Key",
            "TableName",
            "Names",
            "Name",
            "Image",
            "InstanceIds",
            "Target",
            "RoleArn",
          ),
          fc.jsonValue(),
        ),
        (call, args) => orOneError(task(`arn:aws:states:::aws-sdk:${call}`, args)),
      ),
    );
  });

  it("may contain itself, or be nested 500 deep", () => {
    const loop = machine({ A: lambda("pay") });
    (loop["States"] as Record<string, unknown>)["B"] = { Type: "Parallel", Branches: [loop] };
    assert.equal(permissions(loop, HERE).Statement.length, 1);

    let deep = machine({ Innermost: lambda("pay") });
    for (let depth = 0; depth < 500; depth++)
      deep = machine({ [`Level ${depth}`]: { Type: "Parallel", Branches: [deep], End: true } });
    assert.deepEqual(Object.keys(allowed(deep)), ["lambda:InvokeFunction"]);
  });

  it("may have texts of any length", () => {
    const long = 5_000_000;
    for (const [call, args] of [
      ["lambda:invoke", { FunctionName: "${".repeat(long) }],
      ["lambda:invoke", { FunctionName: ":".repeat(long) }],
      ["sqs:sendMessage", { QueueUrl: `https://${"/".repeat(long)}` }],
      ["aws-sdk:s3:getObject", { Bucket: "b", "Key.$": `States.Format('${"\\\\".repeat(long)}` }],
      ["aws-sdk:s3:getObject", { Bucket: "b", Key: `{%${" ".repeat(long)}` }],
      ["x".repeat(long), {}],
    ] as const) {
      orOneError(task(`arn:aws:states:::${call}`, args));
    }
  });

  it("takes time in proportion to its states", () => {
    const states = Object.fromEntries(
      Array.from({ length: 10_000 }, (_item, at) => [`S${at}`, lambda(`f${at % 50}`)]),
    );
    assert.deepEqual(Object.keys(allowed(machine(states))), ["lambda:InvokeFunction"]);
  });
});

describe("the order of keys and the nesting of states", () => {
  const call = fc.constantFrom<Record<string, unknown>>(
    lambda("a"),
    lambda("b"),
    {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      Parameters: { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/1/q" },
    },
    { Type: "Task", Resource: "arn:aws:states:::dynamodb:getItem", Parameters: { TableName: "t" } },
    {
      Type: "Task",
      Resource: "arn:aws:states:::glue:startJobRun.sync",
      Parameters: { JobName: "j" },
    },
    {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:s3:getObject",
      Parameters: { Bucket: "b", Key: "k" },
    },
  );
  const calls = fc.array(call, { minLength: 1, maxLength: 8 });
  const named = (states: readonly Record<string, unknown>[]): Record<string, unknown> =>
    machine(Object.fromEntries(states.map((state, at) => [`S${at}`, state])));

  it("change nothing", () => {
    fc.assert(
      fc.property(calls, fc.integer({ min: 0, max: 2 }), (states, kind) => {
        const plain = permissions(named(states), HERE);
        const inner = named([...states].reverse());
        const outer = [
          { Type: "Parallel", Branches: [inner, machine({ P: { Type: "Pass" } })] },
          { Type: "Map", ItemProcessor: inner },
          { Type: "Map", Iterator: machine({ P: { Type: "Parallel", Branches: [inner] } }) },
        ][kind];
        assert.deepEqual(permissions(machine({ Outer: outer }), HERE), plain);
      }),
    );
  });
});

function orOneError(input: unknown): void {
  try {
    permissions(input, HERE);
  } catch (error) {
    assert.ok(error instanceof PermissionsError, String(error));
  }
}
