import {
  type RequiredPermission,
  type Resources,
  requires,
  together,
} from "../required-permission";
import type { IntegrationCall } from "../call";
import { arnOr, asFolder, bucketArn, objects, s3Uri } from "../../iam/resource-arns";
import statements from "../rows/athena-statements.json";
import { type NamedResources, resourcesOf } from "../template";

/** Resources of queries. */
export const DATA: NamedResources = {
  /** The id of a query says nothing of its workgroup: it is taken to be one that the machine itself starts. */
  workgroupsOfQueries: (call) => {
    const started = queries(call);
    return started.length > 0
      ? together(started.map((start) => resourcesOf("athena:workgroup/{WorkGroup=primary}", start)))
      : { unknown: "the workgroup of a query that another has started is not in the definition" };
  },
  /** Reading results back is reading the objects that they were written to. */
  resultsOfQueries: (call) => together(queries(call).map(objectsOfResults)),
  bucketOfResults: (call) => results(call, (bucket) => bucketArn(bucket, call.context)),
  objectsOfResults,
  queriedTables,
};

/** A table by name or ARN. */
export function tableArn(name: string, call: IntegrationCall): string {
  return arnOr(name, (plain) => call.arn("dynamodb", `table/${plain}`), "name");
}

const queries = (call: IntegrationCall): readonly IntegrationCall[] =>
  call.others("athena:startQueryExecution");

/**
 * What a statement changes in the catalogue and in the table's objects, by how it begins.
 * Source: Step Functions developer guide, "IAM policies for calling Amazon Athena", whose policy allows all of them.
 */
const CHANGES = statements.map(({ begins, ...rights }) => ({
  begins: new RegExp(begins, "i"),
  ...rights,
}));

const COMMENTS = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/;

/** What a query does with its tables; of the SQL text only the beginning is read. */
export function queryTables(call: IntegrationCall): RequiredPermission[] {
  const query = call.value("QueryString");
  const sql = "text" in query ? query.text.replace(COMMENTS, "") : "";
  const { glue = [], s3 = [] } = CHANGES.find(({ begins }) => begins.test(sql)) ?? {};
  const granted = glue.length > 0 ? ` (${glue.join(", ")} on its catalogue is granted)` : "";
  return [
    ...(glue.length > 0 ? [requires(glue, queriedTables(call))] : []),
    requires(["s3:GetObject", "s3:ListBucket", ...s3], {
      unknown: `the buckets that the queried tables lie in are not in the definition${granted}`,
    }),
  ];
}

function queriedTables(call: IntegrationCall): Resources {
  return call.on(["QueryExecutionContext", "Database"], (name) => [
    call.arn("glue", "catalog"),
    call.arn("glue", `database/${name}`),
    call.arn("glue", `table/${name}/*`),
  ]);
}

function objectsOfResults(call: IntegrationCall): Resources {
  return results(call, (bucket, prefix) => objects(bucket, `${prefix}*`, call.context));
}

/** Where the results go: in the call, or else in the workgroup's settings. */
function results(
  call: IntegrationCall,
  resource: (bucket: string, prefix: string) => string,
): Resources {
  const location = call.on(["ResultConfiguration", "OutputLocation"], (uri) => uri);
  const target = "unknown" in location ? undefined : s3Uri(location[0] ?? "");
  if (!target)
    return {
      unknown:
        "the place of the results is not in the definition (ResultConfiguration.OutputLocation)",
    };
  return [resource(target.bucket, asFolder(target.key))];
}
