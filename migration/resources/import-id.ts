import { attribute, type Attributes } from "../state/attributes";

/** An id that is one attribute, or attributes with separators between them. */
export function by(first: string, separator = "", second = ""): (attributes: Attributes) => string {
  return (attributes) =>
    attribute(attributes, first) + separator + (second === "" ? "" : attribute(attributes, second));
}

/** `bucket`, with `,owner` where the configuration names the account that must own it. */
export function ownedBucketId(attributes: Attributes): string {
  return [attribute(attributes, "bucket"), attributes["expected_bucket_owner"]]
    .filter(Boolean)
    .join(",");
}

/** As {@link ownedBucketId}, with `,acl` for a canned ACL. */
export function aclId(attributes: Attributes): string {
  return [ownedBucketId(attributes), attributes["acl"]].filter(Boolean).join(",");
}

/** `s3://bucket/key`. */
export function objectId(attributes: Attributes): string {
  return `s3://${attribute(attributes, "bucket")}/${attribute(attributes, "key")}`;
}

/** `function/statement`, or `function:qualifier/statement`; the function by name, also where the state has its ARN. */
export function permissionId(attributes: Attributes): string {
  const name = attribute(attributes, "function_name").replace(/^arn:[^/]*:function:/, "");
  const qualifier = attributes["qualifier"];
  const target = typeof qualifier === "string" && qualifier !== "" ? `${name}:${qualifier}` : name;
  return `${target}/${attribute(attributes, "statement_id")}`;
}
