import assert from "node:assert/strict";
import fc from "fast-check";
import {
  apiService,
  checkInput,
  operation,
  services,
  type InputProblem,
  type Operation,
  type Shape,
  type Structure,
} from "../../../statemachine/aws-api";

const kinds = (problems: readonly InputProblem[]): string[] =>
  problems.map(({ kind, path }) => `${kind} ${path.join("/")}`);

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
      yield { service, action, input: (operation(service, action) as Operation).input };
}

describe("checkInput", () => {
  const get = (args: unknown): InputProblem[] => checkInput("s3", "getObject", args);

  it("accepts a complete call", () => {
    assert.deepEqual(get({ Bucket: "b", Key: "k", PartNumber: 2 }), []);
    assert.deepEqual(checkInput("s3", "listBuckets", undefined), []);
    const item = { Id: { S: "1" }, Open: { BOOL: true }, Gone: { Nul: true }, Of: { SS: ["a"] } };
    assert.deepEqual(checkInput("dynamodb", "putItem", { TableName: "t", Item: item }), []);
  });

  it("accepts a bare value for an attribute of DynamoDB, as AWS's samples write it", () => {
    const item = (value: unknown): string[] =>
      kinds(checkInput("dynamodb", "putItem", { TableName: "t", Item: { Id: value } }));
    assert.deepEqual(item("1"), []);
    assert.deepEqual(item({ L: ["1", { S: "2" }] }), []);
    assert.deepEqual(item(["1"]), ["type Item/Id"]);
    assert.deepEqual(item({ Text: "1" }), ["unknown Item/Id/Text"]);
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
