import assert from "node:assert/strict";
import fc from "fast-check";
import {
  apiService,
  apiVersion,
  checkInput,
  nearestOperation,
  operation,
  services,
  type InputProblem,
  type Shape,
  type Structure,
} from "../../statemachine/aws-api";
import { actionName, memberName, serviceName } from "../../statemachine/aws-api/names";
import { iamData } from "../../statemachine/iam/actions";

const inputOf = (service: string, action: string): Structure => {
  const found = operation(service, action);
  assert.ok(found, `${service}:${action}`);
  return found.input;
};

const requiredOf = ({ members }: Structure): string[] =>
  [...members.values()].filter(({ required }) => required).map(({ name }) => name);

const typeOf = (structure: Structure, name: string): Shape["type"] | undefined =>
  structure.member(name)?.shape.type;

/** The smallest value of `shape` that AWS takes. */
function minimal(shape: Shape): unknown {
  switch (shape.type) {
    case "structure":
      return Object.fromEntries(
        [...shape.members.values()]
          .filter(({ required }) => required)
          .map((member) => [member.name, minimal(member.shape)]),
      );
    case "list":
      return [];
    case "map":
    case "any":
      return {};
    case "boolean":
      return true;
    case "timestamp":
      return "2026-01-31T12:00:00Z";
    case "string":
    case "blob":
      return shape.values?.[0] ?? "text";
    default:
      return 1;
  }
}

/** Every operation of every service. */
function* operations(): Generator<{ service: string; action: string; input: Structure }> {
  for (const service of services())
    for (const action of apiService(service)?.actions ?? [])
      yield { service, action, input: inputOf(service, action) };
}

const kinds = (problems: readonly InputProblem[]): string[] =>
  problems.map(({ kind, path }) => `${kind} ${path.join("/")}`);

describe("the API model", () => {
  it("says which version it is from and knows the services by the names of Step Functions", () => {
    assert.equal(apiVersion(), "1.44.8");
    assert.equal(services().length, 444);
    for (const name of [
      "sfn",
      "cloudwatchlogs",
      "eventbridge",
      "elasticloadbalancingv2",
      "apigatewayv2",
      "cognitoidentityprovider",
      "costexplorer",
      "databasemigration",
      "directory",
      "elasticsearch",
      "lexmodelbuilding",
      "lexruntime",
      "sagemakera2iruntime",
      "serverlessapplicationrepository",
    ])
      assert.ok(services().includes(name), name);
  });

  it("knows every service that the IAM data knows, but the two that only stream", () => {
    const unknown = Object.keys(iamData().prefixes).filter((name) => !apiService(name));
    assert.deepEqual(unknown.sort(), ["rekognitionstreaming", "transcribestreaming"]);
  });

  it("keeps the names of services that AWS has closed, without operations", () => {
    assert.equal(apiService("qldb")?.retired, true);
    assert.deepEqual(apiService("qldb")?.actions, []);
    assert.equal(apiService("s3")?.retired, false);
  });

  it("gives a second client the operations of the first", () => {
    assert.deepEqual(requiredOf(inputOf("cloudwatchevents", "putEvents")), ["Entries"]);
  });

  it("has no service and no operation for names that every object has", () => {
    for (const name of ["constructor", "__proto__", "toString", ""]) {
      assert.equal(apiService(name), undefined);
      assert.equal(operation("s3", name), undefined);
      assert.equal(inputOf("s3", "getObject").member(name), undefined);
    }
  });

  it("takes the exact spelling alone", () => {
    assert.equal(operation("s3", "GetObject"), undefined);
    assert.equal(operation("S3", "getObject"), undefined);
    assert.equal(operation("stepfunctions", "startExecution"), undefined);
  });

  it("knows operations that IAM has no action for", () => {
    assert.deepEqual(requiredOf(inputOf("apigateway", "getRestApi")), ["RestApiId"]);
    assert.deepEqual(requiredOf(inputOf("apigatewayv2", "getApis")), []);
    assert.deepEqual(requiredOf(inputOf("s3", "headObject")), ["Bucket", "Key"]);
  });

  it("marks what Step Functions cannot call", () => {
    const callable = (service: string, action: string): boolean | undefined =>
      operation(service, action)?.callable;
    assert.equal(callable("bedrockruntime", "converseStream"), false);
    assert.equal(callable("kinesis", "subscribeToShard"), false);
    assert.equal(callable("s3", "selectObjectContent"), false);
    assert.equal(callable("lexruntimev2", "startConversation"), false);
    assert.equal(callable("sts", "assumeRole"), false);
    assert.equal(callable("bedrockruntime", "converse"), true);
    assert.equal(callable("s3", "getObject"), true);
  });

  it("names the operation that was probably meant, of those that can be called", () => {
    assert.equal(nearestOperation("s3", "getObjekt"), "getObject");
    assert.equal(nearestOperation("s3", "GetObject"), "getObject");
    assert.equal(nearestOperation("sts", "assumeRole"), "assumeRoot");
    assert.equal(nearestOperation("qldb", "sendCommand"), undefined);
    assert.equal(nearestOperation("nosuch", "call"), undefined);
  });
});

describe("an operation's input", () => {
  it("has the parameters with their types and which are required", () => {
    const getObject = inputOf("s3", "getObject");
    assert.deepEqual(requiredOf(getObject), ["Bucket", "Key"]);
    assert.equal(typeOf(getObject, "Bucket"), "string");
    assert.equal(typeOf(getObject, "PartNumber"), "integer");
    assert.equal(typeOf(getObject, "IfModifiedSince"), "timestamp");

    const startExecution = inputOf("sfn", "startExecution");
    assert.deepEqual(requiredOf(startExecution), ["StateMachineArn"]);
    assert.deepEqual(
      [...startExecution.members.keys()],
      ["StateMachineArn", "Name", "Input", "TraceHeader"],
    );

    const invoke = inputOf("lambda", "invoke");
    assert.deepEqual(requiredOf(invoke), ["FunctionName"]);
    assert.equal(typeOf(invoke, "Payload"), "blob");
    assert.deepEqual(invoke.member("LogType")?.shape, { type: "string", values: ["None", "Tail"] });

    assert.deepEqual(requiredOf(inputOf("sqs", "sendMessage")), ["QueueUrl", "MessageBody"]);
    assert.deepEqual(requiredOf(inputOf("cloudwatchlogs", "createLogGroup")), ["LogGroupName"]);
    assert.equal(typeOf(inputOf("ssm", "getParameter"), "WithDecryption"), "boolean");
    assert.equal(typeOf(inputOf("sagemaker", "createModel"), "Tags"), "list");
  });

  it("has maps and recursive structures", () => {
    const putItem = inputOf("dynamodb", "putItem");
    assert.deepEqual(requiredOf(putItem), ["TableName", "Item"]);
    const item = putItem.member("Item")?.shape;
    assert.ok(item?.type === "map" && item.value.type === "structure");
    const nested = item.value.member("M")?.shape;
    assert.ok(nested?.type === "map");
    assert.equal(nested.value, item.value);
    assert.equal(typeOf(item.value, "B"), "blob");
    assert.equal(item.value.member("Bool"), item.value.member("BOOL"));
  });

  it("does not require a token that the SDK fills in, but a streamed body", () => {
    assert.deepEqual(requiredOf(inputOf("athena", "startQueryExecution")), ["QueryString"]);
    assert.deepEqual(requiredOf(inputOf("s3", "putObject")).sort(), ["Body", "Bucket", "Key"]);
  });
});

describe("the SDK's names", () => {
  it("are those of the SDK for Java", () => {
    assert.equal(serviceName("CloudWatch Logs"), "cloudwatchlogs");
    assert.equal(serviceName("Elastic Load Balancing v2"), "elasticloadbalancingv2");
    assert.equal(serviceName("Cost and Usage Report Service"), "costandusagereport");
    assert.equal(actionName("DescribeDBInstances"), "describeDBInstances");
    assert.equal(memberName("jobQueue"), "JobQueue");
    assert.equal(memberName("DBInstanceIdentifier"), "DbInstanceIdentifier");
    assert.equal(memberName("TTL"), "Ttl");
    assert.equal(memberName("EC2Specification"), "Ec2Specification");
    assert.equal(memberName("MD5OfBody"), "Md5OfBody");
    assert.equal(memberName("ETag"), "ETag");
    assert.equal(memberName("VolumeIDs"), "VolumeIDs");
    assert.equal(memberName("equals"), "EqualsValue");
  });
});

describe("checkInput", () => {
  const get = (args: unknown): InputProblem[] => checkInput("s3", "getObject", args);

  it("accepts a complete call", () => {
    assert.deepEqual(get({ Bucket: "b", Key: "k", PartNumber: 2 }), []);
    assert.deepEqual(checkInput("s3", "listBuckets", undefined), []);
    const item = { Id: { S: "1" }, Open: { BOOL: true }, Gone: { Nul: true }, Of: { SS: ["a"] } };
    assert.deepEqual(checkInput("dynamodb", "putItem", { TableName: "t", Item: item }), []);
  });

  it("finds required parameters that are missing, inside structures too", () => {
    assert.deepEqual(get({ Bucket: "b" }), [
      { path: ["Key"], kind: "missing", message: "'Key' is required, but missing" },
    ]);
    assert.deepEqual(kinds(get(undefined)), ["missing Bucket", "missing Key"]);
    assert.deepEqual(
      kinds(checkInput("s3", "deleteObjects", { Bucket: "b", Delete: { Objects: [{}] } })),
      ["missing Delete/Objects/0/Key"],
    );
  });

  it("finds a wrong spelling once, and names the right one", () => {
    assert.deepEqual(get({ bucket: "b", Key: "k" }), [
      {
        path: ["bucket"],
        kind: "case",
        message: "'bucket' is written 'Bucket'",
        suggestion: "Bucket",
      },
    ]);
    assert.deepEqual(get({ "bucket.$": "$.b", Key: "k" })[0]?.suggestion, "Bucket");
    const rds = checkInput("rds", "describeDBInstances", { DBInstanceIdentifier: "d" });
    assert.deepEqual(rds[0]?.suggestion, "DbInstanceIdentifier");
  });

  it("finds parameters that do not exist, with what was probably meant", () => {
    assert.deepEqual(get({ Bucket: "b", Key: "k", Versoin: "1", Zzzzzz: "1", RangeX: "1" }), [
      { path: ["Versoin"], kind: "unknown", message: "there is no parameter 'Versoin'" },
      { path: ["Zzzzzz"], kind: "unknown", message: "there is no parameter 'Zzzzzz'" },
      {
        path: ["RangeX"],
        kind: "unknown",
        message: "there is no parameter 'RangeX'",
        suggestion: "Range",
      },
    ]);
    assert.deepEqual(kinds(get({ Bucket: "b", Key: "k", constructor: 1 })), [
      "unknown constructor",
    ]);
  });

  it("finds values of the wrong type", () => {
    assert.deepEqual(get({ Bucket: "b", Key: "k", PartNumber: "two" }), [
      {
        path: ["PartNumber"],
        kind: "type",
        message: "'PartNumber' must be a whole number, but is the string 'two'",
      },
    ]);
    assert.deepEqual(
      checkInput("ec2", "describeInstances", {
        InstanceIds: "i-1",
        Filters: ["x"],
        DryRun: {},
      }).map(({ message }) => message),
      [
        "'InstanceIds' must be a list, but is the string 'i-1'",
        "element 0 must be an object, but is the string 'x'",
        "'DryRun' must be true or false, but is an object",
      ],
    );
    assert.deepEqual(kinds(get([])), ["type "]);
  });

  it("takes numbers and booleans from text, and any JSON for a string or a blob, as AWS does", () => {
    assert.deepEqual(get({ Bucket: "b", Key: "k", PartNumber: "2" }), []);
    assert.deepEqual(checkInput("ec2", "describeInstances", { DryRun: "True" }), []);
    const message = { QueueUrl: "q", MessageBody: { "Order.$": "$.order" } };
    assert.deepEqual(checkInput("sqs", "sendMessage", message), []);
    assert.deepEqual(checkInput("s3", "putObject", { Bucket: "b", Key: "k", Body: { a: 1 } }), []);
  });

  it("finds values that an enumeration does not have", () => {
    assert.deepEqual(checkInput("lambda", "invoke", { FunctionName: "f", LogType: "tail" }), [
      {
        path: ["LogType"],
        kind: "enum",
        message: "'LogType' must be one of None, Tail, but is 'tail'",
        suggestion: "Tail",
      },
    ]);
    assert.deepEqual(kinds(get({ Bucket: "b", Key: "k", ChecksumMode: {} })), [
      "type ChecksumMode",
    ]);
  });

  it("accepts what is only known later", () => {
    assert.deepEqual(get("{% $states.input %}"), []);
    assert.deepEqual(get("${Arguments}"), []);
    assert.deepEqual(get({ Ref: "Arguments" }), []);
    assert.deepEqual(get({ "Bucket.$": "$.b", Key: { "Fn::Sub": "${A}" } }), []);
    assert.deepEqual(get({ Bucket: "⟦unknown:0⟧", Key: "{%\n$k %}", PartNumber: "{% 1 %}" }), []);
    assert.deepEqual(get({ "${Extra}": 1, Key: null }), []);
    assert.deepEqual(
      checkInput("dynamodb", "putItem", { TableName: "t", Item: { "Id.$": "$.id", N: "${N}" } }),
      [],
    );
  });

  it("has nothing to say of an operation that does not exist", () => {
    assert.deepEqual(checkInput("s3", "getObjekt", { a: 1 }), []);
    assert.deepEqual(checkInput("qldb", "listLedgers", { a: 1 }), []);
  });

  it("survives arguments of any depth and length", () => {
    let value: unknown = { S: "x" };
    for (let depth = 0; depth < 3_000; depth++) value = { M: { a: value } };
    assert.deepEqual(checkInput("dynamodb", "putItem", { TableName: "t", Item: { a: value } }), []);
    const InstanceIds = Array.from({ length: 200_000 }, () => "i-1");
    assert.deepEqual(checkInput("ec2", "describeInstances", { InstanceIds }), []);
  });
});

describe("checkInput on every operation of every service", () => {
  it("accepts the smallest complete call", () => {
    let count = 0;
    for (const { service, action, input } of operations()) {
      const problems = checkInput(service, action, minimal(input));
      assert.deepEqual(problems, [], `${service}:${action}`);
      count++;
    }
    assert.equal(count, 20_019);
  }).timeout(20_000);

  it("accepts each parameter alone beside the required ones, and finds it in small letters", () => {
    const all = [...operations()].filter(({ input }) => input.members.size > 0);
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.nat(), ({ service, action, input }, pick) => {
        const members = [...input.members.values()];
        const member = members[pick % members.length];
        assert.ok(member);
        const args = { ...(minimal(input) as object), [member.name]: minimal(member.shape) };
        assert.deepEqual(checkInput(service, action, args), []);

        const { [member.name]: value, ...others } = args as Record<string, unknown>;
        const small = member.name.toLowerCase();
        assert.deepEqual(kinds(checkInput(service, action, { ...others, [small]: value })), [
          `case ${small}`,
        ]);
        assert.deepEqual(
          kinds(checkInput(service, action, others)),
          member.required ? [`missing ${member.name}`] : [],
        );
      }),
      { numRuns: 2_000 },
    );
  }).timeout(20_000);
});
