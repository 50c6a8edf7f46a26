import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { IntegrationCall } from "../../../statemachine/integrations/call";
import { NAMED } from "../../../statemachine/permissions/sdk/resources/named";
import { resourcesOf, type PermissionRow } from "../../../statemachine/integrations/template";

const ROWS = path.join(__dirname, "../../../statemachine/integrations/rows");
const SDK_ROWS = path.join(__dirname, "../../../statemachine/permissions/sdk");

function resources(template: string, args: object, makers: readonly string[] = []): unknown {
  const context = {
    partition: "aws",
    region: "eu-west-1",
    accountId: "111122223333",
    machineArn: "arn:aws:states:eu-west-1:111122223333:stateMachine:orders",
    executionArns: [],
    tasks: new Map(makers.map((maker) => [maker, [{}]])),
  };
  return resourcesOf(template, new IntegrationCall(args, context, false));
}

const HERE = "eu-west-1:111122223333";

/** A template, the arguments of a call, and the resources that it stands for. */
const CASES: readonly [template: string, args: object, resources: unknown][] = [
  ["*", {}, ["*"]],
  ["batch:job/*", {}, [`arn:aws:batch:${HERE}:job/*`]],
  ["iam::role/x", {}, ["arn:aws:iam::111122223333:role/x"]],
  ["glue:job/{JobName}", { JobName: "daily" }, [`arn:aws:glue:${HERE}:job/daily`]],
  ["glue:job/{JobName}", {}, { unknown: "JobName is missing" }],
  [
    "glue:job/{JobName}",
    { "JobName.$": "$.job" },
    { unknown: "JobName is only known when the task runs" },
  ],
  ["{RoleArn}", { RoleArn: "arn:aws:iam::1:role/x" }, ["arn:aws:iam::1:role/x"]],
  ["{RoleArn}", { RoleArn: "x" }, { unknown: "RoleArn is not an ARN: 'x'" }],
  ["eks:cluster/{Name:name}", { Name: "arn:aws:eks:a:1:cluster/x" }, ["arn:aws:eks:a:1:cluster/x"]],
  ["eks:cluster/{Name:name}", { Name: "${Cluster}" }, [`arn:aws:eks:${HERE}:cluster/\${Cluster}`]],
  ["batch:job-queue/{Queue:arn}", { Queue: "${Queue}" }, ["${Queue}"]],
  ["x:queues/{Queue:arn=Default}", {}, [`arn:aws:x:${HERE}:queues/Default`]],
  ["x:templates/{Template, optional}", {}, []],
  ["x:{Cluster}/{Node, if known}/*", { Cluster: "c", Node: "n" }, [`arn:aws:x:${HERE}:c/n/*`]],
  ["x:{Cluster}/{Node, if known}/*", { Cluster: "c" }, [`arn:aws:x:${HERE}:c/*`]],
  [
    "sagemaker:model/{Name, new}",
    { Name: "{% 'My-' & $x %}" },
    [`arn:aws:sagemaker:${HERE}:model/my-*`],
  ],
  ["{Out.Uri:uri}", { Out: { Uri: "s3://b/k" } }, ["arn:aws:s3:::b/k"]],
  ["{Out.Uri:uri}", { Out: { Uri: "${Bucket}" } }, ["arn:aws:s3:::${Bucket}/*"]],
  ["s3://{Bucket}", { Bucket: "b" }, ["arn:aws:s3:::b"]],
  ["s3://{Bucket}/{Key, as far as known}", { Bucket: "b", Key: "k" }, ["arn:aws:s3:::b/k"]],
  ["s3://{Bucket}/{In.Key, as far as known}*", { Bucket: "b" }, ["arn:aws:s3:::b/*"]],
];

describe("templates of resources", () => {
  for (const [template, args, expected] of CASES)
    it(`${template} of ${JSON.stringify(args)}`, () => {
      const found = resources(template, args);

      assert.deepEqual(found, expected);
    });

  it("stand for anything that a task of the machine may have made", () => {
    const template = "x:cluster/{Id, made by x:create}";

    const found = [
      resources(template, { Id: "{% $id %}" }, ["x:create"]),
      resources(template, { Id: "{% $id %}" }),
    ];

    const unknown = { unknown: "Id is only known when the task runs" };
    assert.deepEqual(found, [[`arn:aws:x:${HERE}:cluster/*`], unknown]);
  });
});

describe("the tables in JSON", () => {
  const KEYS = ["why", "if", "actions", "sync", "on", "equals", "calls", "unless"];
  const FIELD =
    /^[\w.]+(:(arn|name|uri))?(=\w+)?(, (if known|as far as known|new|optional|made by [\w-]+:\w+))?$/;
  const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8")) as unknown;
  const integrations = readdirSync(ROWS)
    .filter((file) => file !== "athena-statements.json")
    .flatMap((file) => Object.values(read(path.join(ROWS, file)) as object))
    .flatMap(({ permissions }: { permissions: (string | PermissionRow)[] }) => permissions);
  const companions = read(path.join(SDK_ROWS, "companion-calls.json")) as PermissionRow[];
  const rows = [...integrations, ...companions].filter((row) => typeof row !== "string");
  const resourceRows = read(path.join(SDK_ROWS, "resources/resource-rows.json")) as PermissionRow[];

  it("have rows with the keys that are read, and actions", () => {
    for (const row of rows) {
      const unread = Object.keys(row).filter((key) => !KEYS.includes(key));

      assert.deepEqual(unread, [], JSON.stringify(row));
      assert.ok([...(row.actions ?? []), ...(row.sync ?? [])].length > 0, JSON.stringify(row));
    }
  });

  it("have templates whose fields are all read", () => {
    const templates = [...rows, ...resourceRows].flatMap(({ on }) => on);

    for (const template of templates) {
      const fields = template.split("{").slice(1);
      for (const field of fields) assert.match(field.split("}")[0] ?? "", FIELD, template);
    }
  });

  it("name what there is", () => {
    const names = [...rows, ...resourceRows]
      .flatMap(({ on }) => on)
      .filter((each) => each.startsWith("@"))
      .map((each) => each.slice(1));
    const computed = integrations.filter((row) => typeof row === "string");

    assert.deepEqual(
      names.filter((name) => !Object.hasOwn(NAMED.resources, name)),
      [],
    );
    assert.deepEqual(computed.sort(), Object.keys(NAMED.permissions).sort());
  });
});
