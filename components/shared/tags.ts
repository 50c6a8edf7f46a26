import type * as pulumi from "@pulumi/pulumi";
import { isDeferredInput } from "./arguments/inputs";
import { sizeProblem } from "./limits/limits";

/** Tags by key, as AWS stores them. */
export type Tags = Readonly<Record<string, pulumi.Input<string>>>;

/**
 * The tags that every resource of a component carries: Environment, then `own`, all overridden by the caller's.
 *
 * Key and Bucket pass the Name as one of their own tags, so that a caller may rename them; LambdaFunction and
 * StateMachine set it last, with {@link named}. Each of the Terraform modules does the same.
 */
export function baseTags(environment: string, tags: Tags = {}, own: Tags = {}): Tags {
  return { Environment: environment, ...own, ...tags };
}

/** The same tags with the resource's own Name, which the caller's tags do not override. */
export function named(tags: Tags, name: string): Tags {
  return { ...tags, Name: name };
}

/** The tags of a component's resources, and what the resources are. */
export interface Tagging {
  readonly args: { readonly tags?: Tags };
  /** Keys that the component adds besides Environment and Name. */
  readonly added?: readonly string[];
  /** Whether there are IAM roles, which take two keys that differ in letter case for one. */
  readonly roles?: boolean;
  /** Whether there are S3 objects, which hold fewer tags. */
  readonly objects?: boolean;
}

/**
 * What AWS takes as key and value: letters, digits and spaces of any language, and these signs
 * (https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html).
 */
const CHARACTERS = /^[\p{L}\p{N}\p{Z}_.:/=+\-@]*$/u;

/** What the SDK calls on an object, or loses, where it is the name of a property. */
export const UNSENDABLE: readonly string[] = ["toString", "__proto__"];

/** Says how the caller's tags, with those that the component adds, break AWS's limits; empty for good tags. */
export function tagProblems({ args, added = [], roles, objects }: Tagging): string[] {
  const { tags = {} } = args;
  const keys = [...new Set([...Object.keys(baseTags("", tags)), "Name", ...added])];
  const number = sizeProblem(objects ? "objectTags" : "tags", keys.length);
  return [
    ...(number === undefined
      ? []
      : [`${number}; ${keys.length - Object.keys(tags).length} are the component's`]),
    ...Object.entries(tags).flatMap(([key, value]) => tagReasons(key, value)),
    ...(roles ? twins(keys, tags) : []),
  ];
}

/** What a run offline has in place of a value that only the Pulumi CLI can decrypt. */
const SECRET = "[secret]";

function tagReasons(key: string, value: pulumi.Input<string>): string[] {
  const shown = `tag ${JSON.stringify(key)}`;
  const keySize = sizeProblem("tagKey", key.length);
  const valueSize = typeof value === "string" && sizeProblem("tagValue", value.length);
  const wrong = [
    key === "" && `${shown} has an empty key`,
    UNSENDABLE.includes(key) && `${shown} has a name that Pulumi's SDK cannot send: choose another`,
    keySize && `${shown} ${keySize}`,
    /^aws:/i.test(key) && `tag key ${JSON.stringify(key)} begins with aws:, which AWS reserves`,
    !isDeferredInput(value) &&
      typeof value !== "string" &&
      `${shown} is ${JSON.stringify(value)}: tag values are strings`,
    valueSize && `${shown} ${valueSize}`,
    !CHARACTERS.test(key) && `${shown} may hold only letters, digits, spaces and _.:/=+-@`,
    typeof value === "string" &&
      value !== SECRET &&
      !CHARACTERS.test(value) &&
      `${shown} has the value ${JSON.stringify(value)}: it may hold only letters, digits, spaces and _.:/=+-@`,
  ];
  return wrong.filter((reason) => typeof reason === "string");
}

function twins(keys: readonly string[], tags: Tags): string[] {
  return Object.keys(tags).flatMap((key) => {
    const twin = keys.find((other) => other !== key && other.toLowerCase() === key.toLowerCase());
    return twin === undefined
      ? []
      : [
          `tag ${JSON.stringify(key)} differs from ${twin} in letter case only, and IAM takes both for one`,
        ];
  });
}
