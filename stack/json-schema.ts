import { z } from "zod";
import { SETTINGS } from "./settings-schema";

/** The part of JSON Schema that the settings use. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
  /** Whether it can be given as a secret. */
  readonly secret?: boolean;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

/** The rules of the settings as JSON Schema. */
export function settingsSchema(): Schema {
  return z.toJSONSchema(SETTINGS, { io: "input", unrepresentable: "any" }) as Schema;
}
