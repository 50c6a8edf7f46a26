import { arnParts, parseArn, regionalArn, type AwsEnvironment } from "./arn";
import { hasUnresolved, isUnresolved, siblingProperty } from "./unresolved";

/** `text` when it is an ARN (or a stand-in that its field makes an ARN), else the ARN made of it as a name. */
export function arnOr(
  text: string,
  build: (name: string) => string,
  unresolved: "arn" | "name",
): string {
  if (text.startsWith("arn:")) return text;
  if (!isUnresolved(text)) return build(text);
  const isArn = unresolved === "arn" ? !/Name\}$/.test(text) : /A(rn|RN)\}$/.test(text);
  return isArn ? text : build(text);
}

/**
 * A function by any of its names, unqualified, and all of its versions and aliases: a run that began before a deployment
 * still calls the version it was pinned to, and pinning a call later must not outrun its permission.
 * Source: Lambda API, FunctionName (name, partial ARN or ARN, each with or without a qualifier).
 */
export function functionForms(text: string, where: AwsEnvironment): string[] {
  const base = functionArn(text, where);
  return [base, `${base}:*`];
}

function functionArn(text: string, where: AwsEnvironment): string {
  const standIn = /^(\$\{[^}]*\}|⟦unknown:\d+⟧)(?::.*)?$/u.exec(text)?.[1];
  const named = (name: string): string => regionalArn(where, "lambda", `function:${name}`);
  if (standIn !== undefined) return arnOr(standIn, named, "arn");
  const parts = arnParts(text);
  const at = parts.indexOf("function");
  if (parts[0] === "arn" && at !== -1) return parts.slice(0, at + 2).join(":");
  if (at !== 1) return named(parts[0] ?? "");
  return regionalArn(
    { ...where, accountId: parts[0] ?? "" },
    "lambda",
    `function:${parts[2] ?? ""}`,
  );
}

/**
 * The ARN of a queue from its URL.
 * Source: SQS developer guide, queue URLs; the account and the name are the last two segments, the region is in the host.
 */
export function queueArn(url: string, where: AwsEnvironment): string {
  if (url.startsWith("arn:")) return url;
  if (isUnresolved(url))
    return arnOr(url, () => regionalArn(where, "sqs", siblingProperty(url, "Name")), "name");
  const match = /^https?:\/\/([^/]+)\/(?:.*\/)?([^/]+)\/([^/]+)$/.exec(url);
  if (!match) return regionalArn(where, "sqs", url);
  const [, host = "", accountId = where.accountId, name = ""] = match;
  const region = /^sqs\.([^.]+)\.amazonaws|^([a-z0-9-]+)\.queue\.amazonaws/.exec(host);
  return regionalArn(
    { ...where, region: region?.[1] ?? region?.[2] ?? where.region, accountId },
    "sqs",
    name,
  );
}

/** A machine's ARN without version or alias: that is what IAM looks at. */
export function unqualifiedMachine(text: string): { arn: string; qualifier?: string } {
  const parts = arnParts(text);
  const [first = "", second] = parts;
  if (isUnresolved(first) && parts.length === 2) return { arn: first, qualifier: second };
  if (parts[5] !== "stateMachine" || parts.length < 8) return { arn: text };
  return { arn: parts.slice(0, 7).join(":"), qualifier: parts[7] };
}

/** All executions of a machine. */
export function executionsOf(machine: string, where: AwsEnvironment): string {
  const parts = arnParts(machine);
  const named = parts[5] === "stateMachine" ? parts : undefined;
  if (named) return [...named.slice(0, 5), "execution", named[6], "*"].join(":");
  return regionalArn(where, "states", `execution:${siblingProperty(machine, "Name")}:*`);
}

/**
 * The objects of a bucket whose key is `key`, or begins with it when only its beginning is known. Through an access point
 * they are objects of that. Source: S3 user guide, "Configuring IAM policies for using access points".
 */
export function objects(bucket: string, key: string, { partition }: AwsEnvironment): string {
  const isAccessPoint = parseArn(bucket)?.resource.startsWith("accesspoint/");
  return `${bucketArn(bucket, { partition })}/${isAccessPoint ? "object/" : ""}${key}`;
}

/** A bucket by name or ARN. */
export function bucketArn(
  bucket: string,
  { partition }: Pick<AwsEnvironment, "partition">,
): string {
  return arnOr(bucket, (name) => `arn:${partition}:s3:::${name}`, "name");
}

/** `key` as IAM reads it literally: `*` and `?` are wildcards there, and letters in an object's key here. */
export function escapeKey(key: string): string {
  return hasUnresolved(key) ? key : key.replace(/[*?]/g, "${$&}");
}

/** A prefix of keys as a folder; one that is filled in later, or empty, stays as it is. */
export function asFolder(prefix: string): string {
  return prefix === "" || hasUnresolved(prefix) || prefix.endsWith("/") ? prefix : `${prefix}/`;
}

/** The object that `s3://bucket/key` names; any object of the bucket for what names a bucket alone. */
export function objectAt(uri: string, environment: AwsEnvironment): string {
  const { bucket, key } = s3Uri(uri) ?? { bucket: uri, key: "*" };
  return objects(bucket, key, environment);
}

/** Bucket and key of `s3://bucket/key`. */
export function s3Uri(uri: string): { bucket: string; key: string } | undefined {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri);
  return match ? { bucket: match[1] ?? "", key: match[2] ?? "" } : undefined;
}
