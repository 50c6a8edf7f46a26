import { arnOr, escapeKey, objects } from "../iam/resource-arns";
import { isPlaceholder } from "../definition/placeholder";
import { type Call, type Need, type Resources, need, together } from "./need";
import { s3Objects } from "./resources";
import { RULES } from "../integrations/permissions";
import { table } from "../integrations/permissions/data";
import { modelNeeds } from "../integrations/permissions/models";
import { isRecord } from "./tasks";
import { Expression } from "./value";

/** SDK calls that need several actions, or that are also optimised integrations. */
export const CALLS: Readonly<Record<string, (call: Call) => readonly Need[]>> = {
  "s3:copyObject": copyObject,
  "dynamodb:transactWriteItems": transactWrite,
  "dynamodb:transactGetItems": transactGet,
  "dynamodb:batchGetItem": (call) => [need("dynamodb:BatchGetItem", requestedTables(call))],
  "dynamodb:batchWriteItem": (call) => [need("dynamodb:BatchWriteItem", requestedTables(call))],
  "athena:startQueryExecution": (call) => same("athena:startQueryExecution", call),
  "batch:submitJob": (call) => same("batch:submitJob", call),
  "ecs:runTask": (call) => same("ecs:runTask", call),
  "eventbridge:putEvents": (call) => same("events:putEvents", call),
  "sfn:startExecution": (call) => same("states:startExecution", call),
  "sns:publish": (call) => same("sns:publish", call),
  "bedrockruntime:invokeModel": (call) => modelNeeds(call, ["GuardrailIdentifier"]),
  // IAM has no action of that name: a conversation is asking a model.
  "bedrockruntime:converse": (call) => modelNeeds(call, ["GuardrailConfig", "GuardrailIdentifier"]),
  "kms:decrypt": (call) => kms("kms:Decrypt", call),
  "kms:encrypt": (call) => kms("kms:Encrypt", call),
  "kms:generateDataKey": (call) => kms("kms:GenerateDataKey", call),
  "kms:sign": (call) => kms("kms:Sign", call),
  "kms:verify": (call) => kms("kms:Verify", call),
  "sts:getCallerIdentity": () => [],
};

function same(rule: string, call: Call): readonly Need[] {
  return RULES[rule]?.needs(call) ?? [];
}

/** The source is `bucket/key`, both encoded as in a URL. */
function copyObject(call: Call): Need[] {
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
            call.where,
          ),
        ]
      : { unknown: "CopySource is only known when the task runs" };
  return [need("s3:GetObject", from), need("s3:PutObject", s3Objects(call))];
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
function transactWrite(call: Call): Need[] {
  const items = call.list("TransactItems");
  if (!items)
    return [
      need(Object.values(TRANSACTED), {
        unknown: "TransactItems are only known when the task runs",
      }),
    ];
  return items.flatMap((_item, index) =>
    Object.entries(TRANSACTED).flatMap(([kind, action]) =>
      call.has("TransactItems", index, kind, "TableName")
        ? [
            need(
              action,
              call.on(["TransactItems", index, kind, "TableName"], (name) => table(name, call)),
            ),
          ]
        : [],
    ),
  );
}

function transactGet(call: Call): Need[] {
  const items = call.list("TransactItems");
  if (!items)
    return [
      need("dynamodb:GetItem", { unknown: "TransactItems are only known when the task runs" }),
    ];
  const names = items.map((_item, index) =>
    call.on(["TransactItems", index, "Get", "TableName"], (name) => table(name, call)),
  );
  return [need("dynamodb:GetItem", together(names))];
}

/** The tables of a batch are the keys of RequestItems. */
function requestedTables(call: Call): Resources {
  const items = call.raw("RequestItems");
  if (isPlaceholder(items)) return [table(items, call)];
  if (!isRecord(items) || items instanceof Expression)
    return { unknown: "RequestItems are only known when the task runs" };
  return Object.keys(items).map((name) => table(name.replace(/\.\$$/, ""), call));
}

/** A key by an alias: IAM looks at the key, which a condition ties to the alias. */
function kms(action: string, call: Call): Need[] {
  const id = call.value("KeyId");
  const alias = id.is === "text" ? /(?:^|:)(alias\/[^*?]+)$/.exec(id.text)?.[1] : undefined;
  if (alias !== undefined)
    return [
      need(action, [call.arn("kms", "key/*")], { StringEquals: { "kms:RequestAlias": alias } }),
    ];
  return [
    need(
      action,
      call.on("KeyId", (key) => arnOr(key, (plain) => call.arn("kms", `key/${plain}`), "arn")),
    ),
  ];
}
