import {
  ANY,
  type RequiredPermission,
  type Resources,
  requires,
  together,
} from "../required-permission";
import type { IntegrationCall } from "../call";
import { arnOr, bucketArn, escapeKey, objects, s3Uri } from "../../iam/resource-arns";
import { hasUnresolved } from "../../iam/unresolved";
import statements from "../rows/athena-statements.json";

/** A table by name or ARN. */
export function tableArn(name: string, call: IntegrationCall): string {
  return arnOr(name, (plain) => call.arn("dynamodb", `table/${plain}`), "name");
}

/** The id of a query says nothing of its workgroup: it is taken to be one that the machine itself starts. */
export function workgroupsOfQueries(call: IntegrationCall): Resources {
  const started = call.others("athena:startQueryExecution");
  return started.length > 0
    ? together(started.map(workgroup))
    : { unknown: "the workgroup of a query that another has started is not in the definition" };
}

export function getQueryResults(call: IntegrationCall): RequiredPermission[] {
  return [
    requires("athena:GetQueryResults", workgroupsOfQueries(call)),
    ...call.others("athena:startQueryExecution").map((start) => resultObjects(start)),
  ];
}

const workgroup = (call: IntegrationCall): Resources =>
  call.on("WorkGroup", (name) => call.arn("athena", `workgroup/${name}`), "primary");

const READ_SCHEMA = [
  "glue:BatchGetPartition",
  "glue:GetDatabase",
  "glue:GetDatabases",
  "glue:GetPartition",
  "glue:GetPartitions",
  "glue:GetTable",
  "glue:GetTables",
];

/**
 * What a statement changes in the catalogue and in the table's objects, by how it begins.
 * Source: Step Functions developer guide, "IAM policies for calling Amazon Athena", whose policy allows all of them.
 */
const CHANGES = statements.map(({ begins, ...rights }) => ({
  begins: new RegExp(begins, "i"),
  ...rights,
}));

function changes(call: IntegrationCall): readonly [readonly string[], readonly string[]] {
  const query = call.value("QueryString");
  const sql = "text" in query ? query.text.replace(/^(\s|--[^\n]*\n|\/\*[^*]*\*\/)+/, "") : "";
  const { glue = [], s3 = [] } = CHANGES.find(({ begins }) => begins.test(sql)) ?? {};
  return [glue, s3];
}

/** Source: "IAM policies for calling Amazon Athena"; of the SQL text only the beginning is read. */
export function startQuery(call: IntegrationCall): RequiredPermission[] {
  const actions = ["athena:StartQueryExecution"];
  if (call.sync) actions.push("athena:StopQueryExecution", "athena:GetQueryExecution");
  const [glue, s3] = changes(call);
  const granted = glue.length > 0 ? ` (${glue.join(", ")} on its catalogue is granted)` : "";
  const catalog = (name: string): string => call.arn("athena", `datacatalog/${name}`);
  return [
    requires(actions, workgroup(call)),
    requires(
      "athena:GetDataCatalog",
      call.on(["QueryExecutionContext", "Catalog"], catalog, "AwsDataCatalog"),
    ),
    requires("lakeformation:GetDataAccess", ANY),
    requires([...READ_SCHEMA, ...glue], schema(call)),
    requires(["s3:GetObject", "s3:ListBucket", ...s3], {
      unknown: `the buckets that the queried tables lie in are not in the definition${granted}`,
    }),
    ...results(call),
  ];
}

function schema(call: IntegrationCall): RequiredPermission["resources"] {
  return call.on(["QueryExecutionContext", "Database"], (name) => [
    call.arn("glue", "catalog"),
    call.arn("glue", `database/${name}`),
    call.arn("glue", `table/${name}/*`),
  ]);
}

/** Reading results back is reading the objects that they were written to. */
function resultObjects(call: IntegrationCall): RequiredPermission {
  const written = results(call).find(({ actions }) => actions.includes("s3:PutObject"));
  return requires("s3:GetObject", written?.resources ?? []);
}

/** Where the results go: in the call, or else in the workgroup's settings. */
function results(call: IntegrationCall): RequiredPermission[] {
  const location = call.on(["ResultConfiguration", "OutputLocation"], (uri) => uri);
  const target = "unknown" in location ? undefined : s3Uri(location[0] ?? "");
  if (!target)
    return [
      requires(["s3:GetBucketLocation", "s3:PutObject"], {
        unknown:
          "the place of the results is not in the definition (ResultConfiguration.OutputLocation)",
      }),
    ];
  const { bucket, key } = target;
  const prefix = key === "" || hasUnresolved(key) || key.endsWith("/") ? key : `${key}/`;
  return [
    requires(
      ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      [bucketArn(bucket, call.context)],
    ),
    requires(
      ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      [objects(bucket, `${escapeKey(prefix)}*`, call.context)],
    ),
  ];
}
