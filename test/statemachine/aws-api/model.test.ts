import assert from "node:assert/strict";
import {
  apiService,
  apiVersion,
  nearestOperation,
  operation,
  services,
  type Shape,
  type Structure,
} from "../../../statemachine/aws-api";
import { actionName, memberName, serviceName } from "../../../statemachine/aws-api/names";
import { iamData } from "../../../statemachine/iam/actions";

const inputOf = (service: string, action: string): Structure => {
  const found = operation(service, action);
  assert.ok(found, `${service}:${action}`);
  return found.input;
};

const requiredOf = ({ members }: Structure): string[] =>
  [...members.values()].filter(({ required }) => required).map(({ name }) => name);

const typeOf = (structure: Structure, name: string): Shape["type"] | undefined =>
  structure.member(name)?.shape.type;

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
    assert.equal(nearestOperation("s3", "zzzzzzzz"), undefined);
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
