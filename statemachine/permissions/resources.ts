import {
  arnOr,
  bucketArn,
  escapeKey,
  functionForms,
  objects,
  queueArn,
  unqualifiedMachine,
} from "./arns";
import type { Action } from "./iam";
import type { Call, Need, Resources } from "./need";
import { need, together } from "./need";
import { DATA, table } from "./rules/data";
import { MESSAGING } from "./rules/messaging";

/** The resources of an action of one service; undefined leaves them to the ARN patterns. */
type Builder = (action: Action, call: Call) => Resources | undefined;

/** Services whose arguments name a resource otherwise than by a part of its ARN, by IAM prefix. */
export const BUILDERS: Readonly<Record<string, Builder>> = {
  s3: (action, call) =>
    action.kinds.includes("object")
      ? s3Objects(call)
      : call.on("Bucket", (name) => bucketArn(name, call.where)),
  sqs: (_action, call) => call.on("QueueUrl", (url) => queueArn(url, call.where)),
  sns: (_action, call) => (call.has("TopicArn") ? call.arnIn("TopicArn") : undefined),
  lambda: (action, call) =>
    action.kinds.some((kind) => kind.startsWith("function")) && call.has("FunctionName")
      ? call.on("FunctionName", (name) => functionForms(name, call.where))
      : undefined,
  dynamodb: tables,
  secretsmanager: (_action, call) => call.on("SecretId", (id) => secret(id, call)),
  ssm: (action, call) => (action.kinds.includes("parameter") ? parameters(call) : undefined),
  logs: (action, call) =>
    action.kinds.includes("log-group") && call.has("LogGroupName")
      ? call.on("LogGroupName", (name) => {
          const group = call.arn("logs", `log-group:${name}`);
          return [group, `${group}:*`];
        })
      : undefined,
  events: (action, call) =>
    action.kinds.some((kind) => kind.startsWith("rule")) ? rule(call) : undefined,
  states: (_action, call) =>
    call.has("StateMachineArn")
      ? call.on("StateMachineArn", (text) => unqualifiedMachine(text).arn)
      : call.has("ExecutionArn")
        ? call.arnIn("ExecutionArn")
        : undefined,
};

/** SDK calls that need several actions, or that are also optimised integrations. */
export const CALLS: Readonly<Record<string, (call: Call) => readonly Need[]>> = {
  "s3:copyObject": copyObject,
  "dynamodb:transactWriteItems": transactWrite,
  "dynamodb:transactGetItems": transactGet,
  "dynamodb:batchGetItem": (call) => [need("dynamodb:BatchGetItem", requestedTables(call))],
  "dynamodb:batchWriteItem": (call) => [need("dynamodb:BatchWriteItem", requestedTables(call))],
  "eventbridge:putEvents": (call) => same("events:putEvents", call),
  "sfn:startExecution": (call) => same("states:startExecution", call),
  "sns:publish": (call) => same("sns:publish", call),
  "bedrockruntime:invokeModel": (call) => [
    need(
      "bedrock:InvokeModel",
      call.on("ModelId", (id) =>
        arnOr(
          id,
          (name) =>
            `arn:${call.where.partition}:bedrock:${call.where.region}::foundation-model/${name}`,
          "name",
        ),
      ),
    ),
  ],
  "kms:decrypt": (call) => kms("kms:Decrypt", call),
  "kms:encrypt": (call) => kms("kms:Encrypt", call),
  "kms:generateDataKey": (call) => kms("kms:GenerateDataKey", call),
  "kms:sign": (call) => kms("kms:Sign", call),
  "kms:verify": (call) => kms("kms:Verify", call),
  "sts:getCallerIdentity": () => [],
};

function same(rule: string, call: Call): readonly Need[] {
  return { ...MESSAGING, ...DATA }[rule]?.needs(call) ?? [];
}

/** A bucket is the thing that is named; which of its objects may be decided by the run. */
function s3Objects(call: Call): Resources {
  const key = call.value("Key");
  const listed = call.raw("Delete", "Objects");
  const keys = Array.isArray(listed)
    ? listed.map((_item, index) => call.value("Delete", "Objects", index, "Key"))
    : [key];
  return call.on("Bucket", (bucket) =>
    keys.map((value) => {
      const text = "text" in value ? escapeKey(value.text) : "";
      return objects(bucket, value.is === "text" ? text : `${text}*`, call.where);
    }),
  );
}

/** The source is `bucket/key`, both encoded as in a URL. */
function copyObject(call: Call): Need[] {
  const source = call.value("CopySource");
  const text =
    "text" in source ? source.text.replace(/^\//, "").replace(/\?versionId=.*$/, "") : "";
  const slash = text.indexOf("/");
  const from: Resources =
    slash > 0
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

function tables(action: Action, call: Call): Resources | undefined {
  if (!call.has("TableName")) return undefined;
  const index = call.value("IndexName");
  return call.on("TableName", (name) => {
    const arn = table(name, call);
    if (!action.kinds.includes("index") || index.is === "missing") return arn;
    return `${arn}/index/${index.is === "text" ? index.text : "*"}`;
  });
}

const TRANSACTED: Readonly<Record<string, string>> = {
  Put: "dynamodb:PutItem",
  Update: "dynamodb:UpdateItem",
  Delete: "dynamodb:DeleteItem",
  ConditionCheck: "dynamodb:ConditionCheckItem",
};

/** A transaction is authorised item by item. */
function transactWrite(call: Call): Need[] {
  const items = call.raw("TransactItems");
  if (!Array.isArray(items))
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
  const items = call.raw("TransactItems");
  if (!Array.isArray(items))
    return [
      need("dynamodb:GetItem", { unknown: "TransactItems are only known when the task runs" }),
    ];
  const names = items.map((_item, index) =>
    call.on(["TransactItems", index, "Get", "TableName"], (name) => table(name, call)),
  );
  return [need("dynamodb:GetItem", together(...names))];
}

/** The tables of a batch are the keys of RequestItems. */
function requestedTables(call: Call): Resources {
  const items = call.raw("RequestItems");
  if (
    typeof items !== "object" ||
    items === null ||
    !(Object.getPrototypeOf(items) === Object.prototype)
  )
    return { unknown: "RequestItems are only known when the task runs" };
  return Object.keys(items).map((name) => table(name.replace(/\.\$$/, ""), call));
}

/** The ARN of a secret ends in six letters that its name does not have. */
function secret(id: string, call: Call): string | string[] {
  if (id.startsWith("arn:")) return /-[A-Za-z0-9]{6}$/.test(id) ? id : `${id}-??????`;
  return arnOr(id, (name) => call.arn("secretsmanager", `secret:${name}-??????`), "name");
}

function parameters(call: Call): Resources {
  const one = (name: string): string =>
    arnOr(name, (plain) => call.arn("ssm", `parameter/${plain.replace(/^\//, "")}`), "name");
  if (call.has("Path"))
    return call.on("Path", (path) => [one(path), `${one(path.replace(/\/$/, ""))}/*`]);
  const names = call.raw("Names");
  if (Array.isArray(names))
    return together(...names.map((_name, index) => call.on(["Names", index], one)));
  return call.on("Name", one);
}

function rule(call: Call): Resources {
  const bus = call.value("EventBusName");
  const field = call.has("Rule") ? "Rule" : "Name";
  if (bus.is !== "text" || bus.text === "default")
    return bus.is === "dynamic"
      ? { unknown: "EventBusName is only known when the task runs" }
      : call.on(field, (name) => call.arn("events", `rule/${name}`));
  const name = bus.text.startsWith("arn:") ? (bus.text.split("/").at(-1) ?? bus.text) : bus.text;
  return call.on(field, (rule) => call.arn("events", `rule/${name}/${rule}`));
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
