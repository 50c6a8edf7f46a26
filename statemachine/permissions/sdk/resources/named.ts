import { isPlaceholder } from "../../../definition/placeholder";
import {
  arnOr,
  escapeKey,
  objectAt,
  objects,
  s3Uri,
  unqualifiedMachine,
} from "../../../iam/resource-arns";
import { isUnresolved } from "../../../iam/unresolved";
import { type ArgumentPath, Expression } from "../../../integrations/argument";
import type { IntegrationCall } from "../../../integrations/call";
import { type Resources, together } from "../../../integrations/required-permission";
import { tableArn } from "../../../integrations/resources/data";
import { NAMED as INTEGRATIONS } from "../../../integrations/table";
import type { Named } from "../../../integrations/template";
import { isRecord } from "../../../json";

/** What the rows about SDK calls name. */
export const NAMED: Named = {
  ...INTEGRATIONS,
  resources: {
    ...INTEGRATIONS.resources,
    document,
    execution,
    externalSources,
    index: (call) =>
      call.on(
        "TableName",
        (name) => `${tableArn(name, call)}/index/${call.textOrAny("IndexName")}`,
      ),
    machine: (call) => call.on("StateMachineArn", (text) => unqualifiedMachine(text).arn),
    mediaFile,
    objects: s3Objects,
    parameters: (call) => {
      const names = call.items("Names") ?? [[call.has("Names") ? "Names" : "Name"]];
      return together(names.map((at) => call.on(at, (name) => parameter(name, call))));
    },
    parametersBelow: (call) =>
      call.on("Path", (path) => [
        parameter(path, call),
        `${parameter(path.replace(/\/$/, ""), call)}/*`,
      ]),
    requestedTables,
    roleOfProfile: () => ({
      unknown: "the role in the instance profile is not in the definition of the machine",
    }),
    rule,
    secret: (call) => call.on(call.has("Name") ? "Name" : "SecretId", (id) => secret(id, call)),
    sender,
    taggedOfSsm,
    versionsOfObjects: (call) => s3Objects(call, (object) => call.has(...object, "VersionId")),
  },
};

const OWN_EXECUTION = /^(?:\$\$|\{%\s*\$states\.context)\.Execution\.Id(?:\s*%\})?$/;

/** An execution, which may be the one that asks: any of its machine, as a policy cannot know which one that is. */
function execution(call: IntegrationCall): Resources {
  const raw = call.raw("ExecutionArn");
  const isOwn = raw instanceof Expression && OWN_EXECUTION.test(raw.text);
  return isOwn ? call.context.executionArns : call.arnIn("ExecutionArn");
}

/** The documents in S3 that a model answers from. */
function externalSources(call: IntegrationCall): Resources {
  const list = ["RetrieveAndGenerateConfiguration", "ExternalSourcesConfiguration", "Sources"];
  const sources = call.items(...list) ?? [list];
  const uris = sources
    .map((source) => [...source, "S3Location", "Uri"])
    .filter((uri) => call.has(...uri));
  return together(uris.map((uri) => call.on(uri, (text) => objectAt(text, call.context))));
}

/** `s3://bucket/key`, of which at least the bucket must be known. */
function mediaFile(call: IntegrationCall): Resources {
  const uri = call.value("Media", "MediaFileUri");
  const text = "text" in uri ? uri.text : "*";
  const target = /[*?]/.test(text) ? undefined : s3Uri(text);
  const isKnown = uri.is === "text" || /^s3:\/\/[^/]+\//.test(text);
  if (target === undefined || !isKnown)
    return { unknown: "Media.MediaFileUri is only known when the task runs" };
  const end = uri.is === "text" ? "" : "*";
  return [objects(target.bucket, `${target.key}${end}`, call.context)];
}

/** A bucket is the thing that is named; which of its objects may be decided by the run. */
export function s3Objects(
  call: IntegrationCall,
  isMeant: (object: ArgumentPath) => boolean = () => true,
): Resources {
  const objectsOfCall: readonly ArgumentPath[] = call.items("Delete", "Objects") ?? [[]];
  const meant = objectsOfCall.filter(isMeant);
  if (meant.length === 0) return [];
  return call.on("Bucket", (bucket) =>
    meant.map((object) => {
      const value = call.value(...object, "Key");
      const text = "text" in value ? escapeKey(value.text) : "";
      return objects(bucket, value.is === "text" ? text : `${text}*`, call.context);
    }),
  );
}

/** The tables of a batch are the keys of RequestItems. */
function requestedTables(call: IntegrationCall): Resources {
  const items = call.raw("RequestItems");
  if (isPlaceholder(items)) return [tableArn(items, call)];
  if (!isRecord(items) || items instanceof Expression)
    return { unknown: "RequestItems are only known when the task runs" };
  return Object.keys(items).map((name) => tableArn(name.replace(/\.\$$/, ""), call));
}

/** A mail is sent as its address, or as the domain of the address: either may be the identity. */
function sender(call: IntegrationCall): Resources {
  const field = call.has("FromEmailAddress") ? "FromEmailAddress" : "Source";
  const identity = (name: string): string => call.arn("ses", `identity/${name}`);
  if (call.value(field).is !== "text") return [identity("*")];
  return call.on(field, (from) => {
    const address = /<([^<>]*)>\s*$/.exec(from)?.[1] ?? from;
    return [...new Set([address, address.replace(/^.*@/, "")])].map(identity);
  });
}

/** The ARN of a secret ends in six letters that its name does not have. */
function secret(id: string, call: IntegrationCall): string {
  if (id.startsWith("arn:")) return /-[A-Za-z0-9]{6}$/.test(id) ? id : `${id}-??????`;
  return arnOr(id, (name) => call.arn("secretsmanager", `secret:${name}-??????`), "name");
}

function parameter(name: string, call: IntegrationCall): string {
  return arnOr(name, (plain) => call.arn("ssm", `parameter/${plain.replace(/^\//, "")}`), "name");
}

/** A document of AWS, which no other may be called like, is on no account; what is filled in later may be either. */
function document(call: IntegrationCall): Resources {
  const { partition, region } = call.context;
  const aws = (name: string): string => `arn:${partition}:ssm:${region}::document/${name}`;
  const own = (name: string): string => call.arn("ssm", `document/${name}`);
  const field = call.has("DocumentName") ? "DocumentName" : "Name";
  return call.on(field, (name) => {
    if (isUnresolved(name)) return [own, aws].map((arn) => arnOr(name, arn, "name"));
    return arnOr(name, /^(aws|amazon|amzn)/i.test(name) ? aws : own, "name");
  });
}

/** What Systems Manager calls kinds in their ARNs, where that is not the kind's name in small letters. */
const KINDS_OF_SSM = new Map([
  ["Automation", "automation-execution"],
  ["ManagedInstance", "managed-instance"],
]);

/** The kind of what is tagged is another argument. */
function taggedOfSsm(call: IntegrationCall): Resources {
  const kind = call.textOrAny("ResourceType");
  const part = isUnresolved(kind) ? "*" : (KINDS_OF_SSM.get(kind) ?? kind.toLowerCase());
  return call.on("ResourceId", (id) => call.arn("ssm", `${part}/${id.replace(/^\//, "")}`));
}

/** Rules of the default bus have no bus in their ARN; the name of a partner's bus has slashes. */
function rule(call: IntegrationCall): Resources {
  const name = (bus: string): string => bus.replace(/^arn:.*?:event-bus\//s, "");
  const bus = call.on("EventBusName", name, "default");
  if ("unknown" in bus) return bus;
  const path = bus[0] === "default" ? "" : `${bus[0]}/`;
  const field = call.has("Rule") ? "Rule" : "Name";
  return call.on(field, (rule) => call.arn("events", `rule/${path}${rule}`));
}
