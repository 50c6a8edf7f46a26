import type * as pulumi from "@pulumi/pulumi";
import type { Clients } from "./clients";
import type { Place } from "../../engine/program/computed";

/** What an entry works with. */
export interface Context {
  /** One AWS SDK client for each service, all pointed at the emulator. */
  readonly clients: Clients;
  readonly place: Place;
  /** The folder that relative paths of assets start in. */
  readonly folder: string;
}

/** Outputs that AWS gave, over those that `engine/program/computed.ts` works out. */
export type Made = { readonly id?: string } & Record<string, unknown>;

/** How one resource type is created for real, and read back. */
export interface Entry<Args> {
  /** Creates the resource from its plain inputs. */
  create(inputs: pulumi.Unwrap<Args>, context: Context): Promise<Made | void>;
  /** Reads it back, in the words in which the program declares it. */
  read(
    id: string,
    inputs: pulumi.Unwrap<Args>,
    context: Context,
  ): Promise<Partial<Record<keyof Args, unknown>>>;
  /** Inputs that cannot be read back, each with the reason. */
  readonly unread?: Partial<Record<keyof Args, string>>;
}

type Inputs = Record<string, unknown>;

/** An entry whose argument type is forgotten, so that all fit into one table. */
export interface AnyEntry {
  create(inputs: Inputs, context: Context): Promise<Made | void>;
  read(id: string, inputs: Inputs, context: Context): Promise<Inputs>;
  readonly unread?: Readonly<Record<string, string>>;
}

/** Types an entry by the arguments of its resource, then forgets the type. */
export function entry<Args>(typed: Entry<Args>): AnyEntry {
  return typed as unknown as AnyEntry;
}

/** Settings that live beside a bucket, a topic and so on, and take effect only when it is deleted or created. */
export const NOT_STORED = "a setting of the provider, which AWS does not store";

/** Settings that MiniStack 1.5.33 accepts and does not keep. */
export const DROPPED = "the emulator does not keep it";

type Names = Readonly<Record<string, string>>;

/**
 * AWS's form of plain inputs: every key starts with a capital letter, at any depth.
 * @param names keys that differ otherwise, Pulumi's word to AWS's
 */
export function pascal<T>(value: unknown, names: Names = {}): T {
  return mapKeys(value, (key) => names[key] ?? capital(key)) as T;
}

/** The way back: AWS's form in the program's words. @param names the same as for {@link pascal} */
export function camel<T>(value: unknown, names: Names = {}): T {
  const back = Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [theirs, ours]));
  return mapKeys(value, (key) => back[key] ?? key.charAt(0).toLowerCase() + key.slice(1)) as T;
}

/** `{name: "x"}` as `[{Key: "name", Value: "x"}]`. */
export function tagList(tags: Record<string, string> = {}): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The way back, for either case of the keys. */
export function tagMap(
  tags: readonly { Key?: string; Value?: string; key?: string; value?: string }[] = [],
): Record<string, string> {
  return Object.fromEntries(
    tags.map((tag) => [tag.Key ?? tag.key ?? "", tag.Value ?? tag.value ?? ""]),
  );
}

/** Picks some keys of an object, those without a value left out. */
export function pick<T extends object, K extends keyof T>(value: T, ...keys: K[]): Pick<T, K> {
  const kept = keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]);
  return Object.fromEntries(kept) as Pick<T, K>;
}

function capital(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [rename(key), mapKeys(item, rename)]),
  );
}
