import type { IntegrationCall } from "../../integrations/call";
import {
  type RequiredPermission,
  type Resources,
  requires,
  together,
} from "../../integrations/required-permission";
import { findIntegration } from "../../integrations/table";
import { tableArn } from "../../integrations/resources/data";
import { modelPermissions } from "../../integrations/resources/models";
import { arnOr, escapeKey, objects } from "../../iam/resource-arns";
import { isPlaceholder } from "../../definition/placeholder";
import { statementPermission, statementPermissions } from "./partiql";
import { s3Objects } from "./resources";
import { isRecord } from "../../json";
import { Expression } from "../../integrations/argument";

/** SDK calls that need several actions, or that are also optimized integrations. */
export const CALLS: Readonly<
  Record<string, (call: IntegrationCall) => readonly RequiredPermission[]>
> = {
  "s3:copyObject": copyObject,
  "dynamodb:transactWriteItems": transactWrite,
  "dynamodb:transactGetItems": transactGet,
  "dynamodb:batchGetItem": (call) => [requires("dynamodb:BatchGetItem", requestedTables(call))],
  "dynamodb:batchWriteItem": (call) => [requires("dynamodb:BatchWriteItem", requestedTables(call))],
  "athena:startQueryExecution": same("athena:startQueryExecution"),
  "batch:submitJob": same("batch:submitJob"),
  "ecs:runTask": same("ecs:runTask"),
  "eventbridge:putEvents": same("events:putEvents"),
  "sfn:startExecution": same("states:startExecution"),
  "sns:publish": same("sns:publish"),
  "bedrockruntime:invokeModel": (call) => modelPermissions(call, ["GuardrailIdentifier"]),
  // IAM has no action of that name: a conversation is asking a model.
  "bedrockruntime:converse": (call) =>
    modelPermissions(call, ["GuardrailConfig", "GuardrailIdentifier"]),
  "dynamodb:executeStatement": (call) => [statementPermission(call, "Statement")],
  "dynamodb:batchExecuteStatement": (call) => statementPermissions(call, "Statements"),
  "dynamodb:executeTransaction": (call) => statementPermissions(call, "TransactStatements"),
  "kms:reEncrypt": (call) => [
    ...kms("kms:ReEncryptFrom", call, "SourceKeyId"),
    ...kms("kms:ReEncryptTo", call, "DestinationKeyId"),
  ],
  "kms:decrypt": (call) => kms("kms:Decrypt", call),
  "kms:encrypt": (call) => kms("kms:Encrypt", call),
  "kms:generateDataKey": (call) => kms("kms:GenerateDataKey", call),
  "kms:sign": (call) => kms("kms:Sign", call),
  "kms:verify": (call) => kms("kms:Verify", call),
  "sts:getCallerIdentity": () => [],
};

function same(integration: string): NonNullable<(typeof CALLS)[string]> {
  return (call) => findIntegration(integration)?.permissions(call) ?? [];
}

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
  const items = call.list("TransactItems");
  if (!items) return [requires(Object.values(TRANSACTED), UNKNOWN_ITEMS)];
  return items.flatMap((_item, index) =>
    Object.entries(TRANSACTED)
      .filter(([kind]) => call.has("TransactItems", index, kind, "TableName"))
      .map(([kind, action]) => requires(action, transactedTable(call, index, kind))),
  );
}

function transactGet(call: IntegrationCall): RequiredPermission[] {
  const items = call.list("TransactItems");
  const tables = items?.map((_item, index) => transactedTable(call, index, "Get"));
  return [requires("dynamodb:GetItem", tables ? together(tables) : UNKNOWN_ITEMS)];
}

const UNKNOWN_ITEMS: Resources = { unknown: "TransactItems are only known when the task runs" };

function transactedTable(call: IntegrationCall, index: number, kind: string): Resources {
  return call.on(["TransactItems", index, kind, "TableName"], (name) => tableArn(name, call));
}

/** The tables of a batch are the keys of RequestItems. */
function requestedTables(call: IntegrationCall): Resources {
  const items = call.raw("RequestItems");
  if (isPlaceholder(items)) return [tableArn(items, call)];
  if (!isRecord(items) || items instanceof Expression)
    return { unknown: "RequestItems are only known when the task runs" };
  return Object.keys(items).map((name) => tableArn(name.replace(/\.\$$/, ""), call));
}

/** A key by an alias: IAM looks at the key, which a condition ties to the alias. */
function kms(action: string, call: IntegrationCall, field = "KeyId"): RequiredPermission[] {
  const id = call.value(field);
  const alias = id.is === "text" ? /(?:^|:)(alias\/[^*?]+)$/.exec(id.text)?.[1] : undefined;
  if (alias !== undefined)
    return [
      requires(action, [call.arn("kms", "key/*")], { StringEquals: { "kms:RequestAlias": alias } }),
    ];
  return [
    requires(
      action,
      call.on(field, (key) => arnOr(key, (plain) => call.arn("kms", `key/${plain}`), "arn")),
    ),
  ];
}
