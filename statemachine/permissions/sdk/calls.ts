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
  "athena:startQueryExecution": (call) => same("athena:startQueryExecution", call),
  "batch:submitJob": (call) => same("batch:submitJob", call),
  "ecs:runTask": (call) => same("ecs:runTask", call),
  "eventbridge:putEvents": (call) => same("events:putEvents", call),
  "sfn:startExecution": (call) => same("states:startExecution", call),
  "sns:publish": (call) => same("sns:publish", call),
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

function same(integration: string, call: IntegrationCall): readonly RequiredPermission[] {
  return findIntegration(integration)?.permissions(call) ?? [];
}

/** The source is `bucket/key`, both encoded as in a URL. */
function copyObject(call: IntegrationCall): RequiredPermission[] {
  const source = call.value("CopySource");
  const text =
    "text" in source ? source.text.replace(/^\//, "").replace(/\?versionId=.*$/, "") : "";
  const slash = text.indexOf("/");
  const from: Resources =
    slash > 0 && !/[*?]/.test(text.slice(0, slash))
      ? [
          objects(
            text.slice(0, slash),
            `${decoded(text.slice(slash + 1))}${source.is === "beginning" ? "*" : ""}`,
            call.context,
          ),
        ]
      : { unknown: "CopySource is only known when the task runs" };
  const isVersion = "text" in source && source.text.includes("?versionId=");
  const tags = call.value("TaggingDirective");
  const copiesTags = tags.is === "text" && tags.text === "COPY";
  return [
    requires(
      [
        "s3:GetObject",
        ...(isVersion ? ["s3:GetObjectVersion"] : []),
        ...(copiesTags ? [`s3:GetObject${isVersion ? "Version" : ""}Tagging`] : []),
      ],
      from,
    ),
    requires(["s3:PutObject", ...(copiesTags ? ["s3:PutObjectTagging"] : [])], s3Objects(call)),
  ];
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
  if (!items)
    return [
      requires(Object.values(TRANSACTED), {
        unknown: "TransactItems are only known when the task runs",
      }),
    ];
  return items.flatMap((_item, index) =>
    Object.entries(TRANSACTED).flatMap(([kind, action]) =>
      call.has("TransactItems", index, kind, "TableName")
        ? [
            requires(
              action,
              call.on(["TransactItems", index, kind, "TableName"], (name) => tableArn(name, call)),
            ),
          ]
        : [],
    ),
  );
}

function transactGet(call: IntegrationCall): RequiredPermission[] {
  const items = call.list("TransactItems");
  if (!items)
    return [
      requires("dynamodb:GetItem", { unknown: "TransactItems are only known when the task runs" }),
    ];
  const names = items.map((_item, index) =>
    call.on(["TransactItems", index, "Get", "TableName"], (name) => tableArn(name, call)),
  );
  return [requires("dynamodb:GetItem", together(names))];
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
