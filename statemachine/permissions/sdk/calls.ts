import type { IntegrationCall } from "../../integrations/call";
import {
  type RequiredPermission,
  type Resources,
  requires,
  together,
} from "../../integrations/required-permission";
import { tableArn } from "../../integrations/resources/data";
import { escapeKey, objects } from "../../iam/resource-arns";
import { statementPermission, statementPermissions } from "./resources/partiql";
import { s3Objects } from "./resources/named";
import type { ArgumentPath } from "../../integrations/argument";
import type { Permissions } from "../../integrations/template";

/** What IAM is asked for of the objects in a directory bucket, whatever is done with them. */
const SESSION = "s3express:CreateSession";

/** SDK calls whose actions hang on their arguments. */
export const CALLS: Readonly<Record<string, Permissions>> = {
  "s3:copyObject": copyObject,
  "s3:uploadPartCopy": copyObject,
  // Only directory buckets have it.
  "s3:renameObject": (call) => [
    requires(
      SESSION,
      call.on("Bucket", (name) => call.arn("s3express", `bucket/${name}`)),
    ),
  ],
  "dynamodb:transactWriteItems": transactWrite,
  "dynamodb:transactGetItems": transactGet,
  "dynamodb:executeStatement": (call) => [statementPermission(call, "Statement")],
  "dynamodb:batchExecuteStatement": (call) => statementPermissions(call, "Statements"),
  "dynamodb:executeTransaction": (call) => statementPermissions(call, "TransactStatements"),
  "sts:getCallerIdentity": () => [],
};

/** The source is `bucket/key`, both encoded as in a URL. */
function copyObject(call: IntegrationCall): RequiredPermission[] {
  const source = call.value("CopySource");
  const text = "text" in source ? source.text : "";
  const [, bucket = "", key = ""] =
    /^\/?([^/]+)\/(.*)$/s.exec(text.replace(/\?versionId=.*$/, "")) ?? [];
  const end = source.is === "beginning" ? "*" : "";
  const from: Resources =
    bucket !== "" && !/[*?]/.test(bucket)
      ? [objects(bucket, `${decoded(key)}${end}`, call.context)]
      : { unknown: "CopySource is only known when the task runs" };
  const version = text.includes("?versionId=") ? "Version" : "";
  const tags = call.value("TaggingDirective");
  const copiesTags = tags.is === "text" && tags.text === "COPY";
  const reads = [
    "s3:GetObject",
    ...(version === "" ? [] : ["s3:GetObjectVersion"]),
    ...(copiesTags ? [`s3:GetObject${version}Tagging`] : []),
  ];
  const writes = ["s3:PutObject", ...(copiesTags ? ["s3:PutObjectTagging"] : [])];
  return [requires(reads, from), requires(writes, s3Objects(call))];
}

function decoded(key: string): string {
  try {
    return escapeKey(decodeURIComponent(key));
  } catch {
    return escapeKey(key);
  }
}

const TRANSACTED: Readonly<Record<string, string>> = {
  Put: "dynamodb:PutItem",
  Update: "dynamodb:UpdateItem",
  Delete: "dynamodb:DeleteItem",
  ConditionCheck: "dynamodb:ConditionCheckItem",
};

/** A transaction is authorised item by item. */
function transactWrite(call: IntegrationCall): RequiredPermission[] {
  const items = call.items("TransactItems");
  if (!items) return [requires(Object.values(TRANSACTED), UNKNOWN_ITEMS)];
  return items.flatMap((item) =>
    Object.entries(TRANSACTED)
      .filter(([kind]) => call.has(...item, kind, "TableName"))
      .map(([kind, action]) => requires(action, transactedTable(call, [...item, kind]))),
  );
}

function transactGet(call: IntegrationCall): RequiredPermission[] {
  const items = call.items("TransactItems");
  const tables = items?.map((item) => transactedTable(call, [...item, "Get"]));
  return [requires("dynamodb:GetItem", tables ? together(tables) : UNKNOWN_ITEMS)];
}

const UNKNOWN_ITEMS: Resources = { unknown: "TransactItems are only known when the task runs" };

function transactedTable(call: IntegrationCall, at: ArgumentPath): Resources {
  return call.on([...at, "TableName"], (name) => tableArn(name, call));
}

/** The objects of a directory bucket, whose name ends with its zone. */
const IN_DIRECTORY = /^arn:[^:]*:s3:::([^/]+--[a-z0-9-]+--x-s3)(?:\/|$)/;
const ON_OBJECTS = /^s3:(?:\w*Object(?!Lock)\w*|\w*Multipart\w*|ListBucket)$/;

/**
 * A right in S3 as IAM asks for it: that to open a session for objects of a directory bucket, else itself. Source: S3 user
 * guide, "Authorizing Zonal endpoint API operations with CreateSession".
 */
export function inSession(required: RequiredPermission, call: IntegrationCall): RequiredPermission {
  const { actions, resources } = required;
  if ("unknown" in resources || !actions.every((action) => ON_OBJECTS.test(action)))
    return required;
  const buckets = resources.map((arn) => IN_DIRECTORY.exec(arn)?.[1]);
  if (buckets.length === 0 || buckets.includes(undefined)) return required;
  const arns = buckets.map((name) => call.arn("s3express", `bucket/${name}`));
  return requires(SESSION, [...new Set(arns)]);
}
