import { arnOr, bucketArn, escapeKey, objects, s3Uri } from "../../iam/resource-arns";
import { hasUnresolved } from "../../iam/unresolved";
import {
  ANY,
  type Call,
  type Need,
  type Resources,
  type Rule,
  job,
  need,
  request,
  together,
} from "../../permissions/need";

/** Tables, queries and data preparation. */
export const DATA: Readonly<Record<string, Rule>> = {
  "dynamodb:getItem": item("dynamodb:GetItem"),
  "dynamodb:putItem": item("dynamodb:PutItem"),
  "dynamodb:updateItem": item("dynamodb:UpdateItem"),
  "dynamodb:deleteItem": item("dynamodb:DeleteItem"),
  "athena:startQueryExecution": job(startQuery),
  "athena:stopQueryExecution": query("athena:StopQueryExecution"),
  "athena:getQueryExecution": query("athena:GetQueryExecution"),
  "athena:getQueryResults": request((call) => [
    ...query("athena:GetQueryResults").needs(call),
    ...call.others("athena:startQueryExecution").map((start) => resultObjects(start)),
  ]),
  "glue:startJobRun": job((call) => [
    need(
      call.sync
        ? ["glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"]
        : "glue:StartJobRun",
      call.on("JobName", (name) => call.arn("glue", `job/${name}`)),
    ),
  ]),
  "databrew:startJobRun": job((call) => [
    need(
      call.sync
        ? ["databrew:StartJobRun", "databrew:ListJobRuns", "databrew:StopJobRun"]
        : "databrew:StartJobRun",
      call.on("Name", (name) => call.arn("databrew", `job/${name}`)),
    ),
  ]),
};

function item(action: string): Rule {
  return request((call) => [
    need(
      action,
      call.on("TableName", (name) => table(name, call)),
    ),
  ]);
}

/** A table by name or ARN. */
export function table(name: string, call: Call): string {
  return arnOr(name, (plain) => call.arn("dynamodb", `table/${plain}`), "name");
}

/** The id of a query says nothing of its workgroup: it is taken to be one that the machine itself starts. */
function query(action: string): Rule {
  return request((call) => {
    const started = call.others("athena:startQueryExecution");
    const workgroups =
      started.length > 0
        ? together(started.map(workgroup))
        : { unknown: "the workgroup of a query that another has started is not in the definition" };
    return [need(action, workgroups)];
  });
}

const workgroup = (call: Call): Resources =>
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

/** Source: "IAM policies for calling Amazon Athena"; the SQL text is not read. */
function startQuery(call: Call): Need[] {
  const actions = ["athena:StartQueryExecution"];
  if (call.sync) actions.push("athena:StopQueryExecution", "athena:GetQueryExecution");
  const catalog = (name: string): string => call.arn("athena", `datacatalog/${name}`);
  return [
    need(actions, workgroup(call)),
    need(
      "athena:GetDataCatalog",
      call.on(["QueryExecutionContext", "Catalog"], catalog, "AwsDataCatalog"),
    ),
    need("lakeformation:GetDataAccess", ANY),
    need(READ_SCHEMA, schema(call)),
    need(["s3:GetObject", "s3:ListBucket"], {
      unknown: "the buckets that the queried tables lie in are not in the definition",
    }),
    ...results(call),
  ];
}

function schema(call: Call): Need["resources"] {
  return call.on(["QueryExecutionContext", "Database"], (name) => [
    call.arn("glue", "catalog"),
    call.arn("glue", `database/${name}`),
    call.arn("glue", `table/${name}/*`),
  ]);
}

/** Reading results back is reading the objects that they were written to. */
function resultObjects(call: Call): Need {
  const written = results(call).find(({ actions }) => actions.includes("s3:PutObject"));
  return need("s3:GetObject", written?.resources ?? []);
}

/** Where the results go: in the call, or else in the workgroup's settings. */
function results(call: Call): Need[] {
  const location = call.on(["ResultConfiguration", "OutputLocation"], (uri) => uri);
  const target = "unknown" in location ? undefined : s3Uri(location[0] ?? "");
  if (!target)
    return [
      need(["s3:GetBucketLocation", "s3:PutObject"], {
        unknown:
          "the place of the results is not in the definition (ResultConfiguration.OutputLocation)",
      }),
    ];
  const { bucket, key } = target;
  const prefix = key === "" || hasUnresolved(key) || key.endsWith("/") ? key : `${key}/`;
  return [
    need(
      ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      [bucketArn(bucket, call.where)],
    ),
    need(
      ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      [objects(bucket, `${escapeKey(prefix)}*`, call.where)],
    ),
  ];
}
