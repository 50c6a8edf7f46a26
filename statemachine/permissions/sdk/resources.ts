import type { IntegrationCall } from "../../integrations/call";
import { ANY, type Resources, together } from "../../integrations/required-permission";
import { tableArn } from "../../integrations/resources/data";
import {
  arnOr,
  bucketArn,
  escapeKey,
  objects,
  queueArn,
  unqualifiedMachine,
} from "../../iam/resource-arns";
import { functionArns } from "../../integrations/resources/messaging";
import type { Action } from "../../iam/actions";
import { patternResources } from "./arn-patterns";

/** The resources of an action of one service; undefined leaves them to the ARN patterns. */
type Builder = (action: Action, call: IntegrationCall, id: string) => Resources | undefined;

/** Services whose arguments name a resource otherwise than by a part of its ARN, by IAM prefix. */
export const BUILDERS: Readonly<Record<string, Builder>> = {
  s3: (action, call) =>
    action.kinds.includes("object")
      ? s3Objects(call)
      : call.on("Bucket", (name) => bucketArn(name, call.context)),
  sqs: (_action, call) =>
    call.has("QueueName") ? undefined : call.on("QueueUrl", (url) => queueArn(url, call.context)),
  ses: (action, call) => (action.kinds.includes("identity") ? sender(call) : undefined),
  sns: (_action, call) => (call.has("TopicArn") ? call.arnIn("TopicArn") : undefined),
  lambda: (action, call) =>
    action.kinds.some((kind) => kind.startsWith("function")) && call.has("FunctionName")
      ? functionArns(call)
      : undefined,
  dynamodb: tables,
  // A table lies in its keyspace, which the right to the table is not for.
  cassandra: (action, call, id) =>
    call.has("TableName") && action.kinds.includes("table")
      ? patternResources({ ...action, kinds: ["table"] }, call, id)
      : undefined,
  glue: catalogue,
  secretsmanager: (_action, call) =>
    call.on(call.has("Name") ? "Name" : "SecretId", (id) => secret(id, call)),
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

/** A bucket is the thing that is named; which of its objects may be decided by the run. */
export function s3Objects(call: IntegrationCall): Resources {
  const key = call.value("Key");
  const listed = call.list("Delete", "Objects");
  const keys = listed
    ? listed.map((_item, index) => call.value("Delete", "Objects", index, "Key"))
    : [key];
  return call.on("Bucket", (bucket) =>
    keys.map((value) => {
      const text = "text" in value ? escapeKey(value.text) : "";
      return objects(bucket, value.is === "text" ? text : `${text}*`, call.context);
    }),
  );
}

function tables(action: Action, call: IntegrationCall): Resources | undefined {
  if (!call.has("TableName")) return undefined;
  const index = call.value("IndexName");
  return call.on("TableName", (name) => {
    const arn = tableArn(name, call);
    if (!action.kinds.includes("index") || index.is === "missing") return arn;
    return `${arn}/index/${index.is === "text" ? index.text : "*"}`;
  });
}

/** A table is reached through its database and the account's catalogue, which need no name. */
function catalogue(action: Action, call: IntegrationCall, id: string): Resources | undefined {
  if (!action.kinds.includes("catalog") || call.has("CatalogId")) return undefined;
  const kinds = action.kinds.filter((kind) => kind !== "catalog");
  const root = [call.arn("glue", "catalog")];
  const below = kinds.length === 0 ? ANY : patternResources({ ...action, kinds }, call, id);
  return below === ANY ? root : together([root, below]);
}

/** Arguments with the address that a mail is from. */
const SENDERS = ["FromEmailAddress", "Source"];

/** Arguments with the ARN of the identity itself. */
const SENDER_ARNS = ["FromEmailAddressIdentityArn", "SourceArn"];

/** A mail is sent as its address, or as the domain of the address: either may be the identity. */
function sender(call: IntegrationCall): Resources | undefined {
  if (SENDER_ARNS.some((each) => call.has(each))) return undefined;
  const field = SENDERS.find((each) => call.has(each));
  const from = field === undefined ? undefined : call.value(field);
  if (from?.is !== "text" || field === undefined) return undefined;
  const address = /<([^<>]*)>\s*$/.exec(from.text)?.[1] ?? from.text;
  const names = [address, address.replace(/^.*@/, "")];
  return call.on(field, () =>
    [...new Set(names)].map((name) => call.arn("ses", `identity/${name}`)),
  );
}

/** The ARN of a secret ends in six letters that its name does not have. */
function secret(id: string, call: IntegrationCall): string | string[] {
  if (id.startsWith("arn:")) return /-[A-Za-z0-9]{6}$/.test(id) ? id : `${id}-??????`;
  return arnOr(id, (name) => call.arn("secretsmanager", `secret:${name}-??????`), "name");
}

function parameters(call: IntegrationCall): Resources {
  const one = (name: string): string =>
    arnOr(name, (plain) => call.arn("ssm", `parameter/${plain.replace(/^\//, "")}`), "name");
  if (call.has("Path"))
    return call.on("Path", (path) => [one(path), `${one(path.replace(/\/$/, ""))}/*`]);
  const names = call.list("Names");
  if (names) return together(names.map((_name, index) => call.on(["Names", index], one)));
  return call.on("Name", one);
}

function rule(call: IntegrationCall): Resources {
  const bus = call.value("EventBusName");
  const field = call.has("Rule") ? "Rule" : "Name";
  if (bus.is !== "text" || bus.text === "default" || /[*?]/.test(bus.text))
    return bus.is === "dynamic" || (bus.is === "text" && bus.text !== "default")
      ? { unknown: "EventBusName is only known when the task runs" }
      : call.on(field, (name) => call.arn("events", `rule/${name}`));
  const name = bus.text.startsWith("arn:") ? (bus.text.split("/").at(-1) ?? bus.text) : bus.text;
  return call.on(field, (rule) => call.arn("events", `rule/${name}/${rule}`));
}
