import * as pulumi from "@pulumi/pulumi";
import { settingsSchema } from "./settings-schema";

/** The part of a setting's JSON Schema that says where a secret may be. */
interface Schema {
  readonly secret?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

/** The components that it declares keep its secrets: `environment_variables` and `ssm_params`. */
const KEEPS_ITS_OWN = "terraform";

/** What of a secret setting must be plain, one sentence for each part; empty when all of it can be secret. */
export function mustBePlain(project: string, path: readonly string[], value: unknown): string[] {
  if (path[0] === KEEPS_ITS_OWN) return [];
  const schema = settingsSchema() as Schema;
  return leavesOf(path, value)
    .filter((leaf) => !isSecretable(leaf.reduce<Schema | undefined>(memberOf, schema)))
    .map((leaf) => {
      const [key, given] = [leaf, path].map((part) => `${project}:${part.join(".")}`);
      const why = "must be plain, because it names resources or decides which there are";
      return key === given
        ? `${key}: is secret: it ${why}. Fix: pulumi config set --plaintext '${key}' <value>`
        : `${key}: is secret, as all of ${given} is to Pulumi: it ${why}. Fix: give the secret part a key of its own, ` +
            `without --path: pulumi config set --secret '${given}.<part>' <value>`;
    });
}

/** The settings with an Output for each part of a secret setting. */
export function keepSecret<T>(settings: T, path: readonly string[], value: unknown): T {
  if (path[0] === KEEPS_ITS_OWN) return settings;
  return leavesOf(path, value).reduce((kept, leaf) => replaced(kept, leaf) as T, settings);
}

function replaced(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => pulumi.secret(item as unknown));
  if (first === undefined) return pulumi.secret(value);
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [first]: replaced(record[first], rest) };
}

/** The paths of all values in a setting; a list is one. */
function leavesOf(path: readonly string[], value: unknown): (readonly string[])[] {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject
    ? Object.entries(value).flatMap(([key, each]) => leavesOf([...path, key], each))
    : [path];
}

function memberOf(schema: Schema | undefined, name: string): Schema | undefined {
  const others = schema?.additionalProperties;
  return schema?.properties?.[name] ?? (typeof others === "object" ? others : undefined);
}

function isSecretable(schema: Schema | undefined): boolean {
  return schema?.secret === true || schema?.items?.secret === true;
}
