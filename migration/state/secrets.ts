import { SECRET_TEXT } from "../../engine/program";
import { isRecord, jsonIn, mapTexts } from "../../statemachine/json";
import { importIdOf, TERRAFORM_TYPES } from "../resources/terraform-types";
import { block } from "./attributes";
import type { MarkedValue, StateResource } from "./state-resource";
import { readings } from "./text-encodings";
import { TextIndex } from "./text-index";

/** Shorter secrets are too common a text even for a whole value. */
const SHORTEST = 3;

/** A variable of a function's environment whose name says that its value is a secret, marked in the state or not. */
const TELLING_NAME =
  /passw(or)?d|passphrase|secret|token|credential|(private|api|access|signing)_?key/i;

/**
 * The secret texts of a state: what it marks as sensitive, wherever else that stands, and what types and names say is
 * secret. The names that AWS and Terraform know resources by are none, even when a sensitive tag repeats one: without
 * them nothing could be adopted. The texts are kept to be found elsewhere, and are never printed.
 */
export class Secrets {
  /** Every secret text by its attribute, names included: in its own place it is one all the same. */
  readonly #own = new Map<string, Set<string>>();
  /** The texts that are not names. */
  readonly #exact: ReadonlySet<string>;
  /** The same, and as JSON has them inside of a text and inside of one in one. */
  readonly #inside: TextIndex;

  public constructor(resources: readonly StateResource[]) {
    for (const [attribute, value] of resources.flatMap(secretsOf)) {
      const own = this.#own.get(attribute) ?? new Set();
      for (const text of leaves(value)) own.add(text);
      this.#own.set(attribute, own);
    }
    const all = new Set([...this.#own.values()].flatMap((own) => [...own]));
    const names = new Set([...all].filter((text) => text.length < SHORTEST));
    const inside = new TextIndex(all);
    for (const name of resources.flatMap(namesOf)) {
      for (const word of [name, ...name.split(/[^a-z0-9]+/i)]) if (all.has(word)) names.add(word);
      for (const { found } of inside.matches(name)) names.add(found);
    }
    this.#exact = new Set([...all].filter((text) => !names.has(text)));
    this.#inside = new TextIndex([...this.#exact].flatMap(quoted));
  }

  /** True when a secret is anywhere in the value: as a text of its own, inside a longer one, or encoded. */
  public in(value: unknown): boolean {
    return leaves(value).some((leaf) => this.#inText(leaf));
  }

  /** True also for a name, or a text too short to be looked for, that is marked in this attribute. */
  public inAttribute(attribute: string, value: unknown): boolean {
    return this.in(value) || leaves(value).some((leaf) => this.#own.get(attribute)?.has(leaf));
  }

  /** The same value with `[secret]` in place of every secret in its texts. */
  public mask<T>(value: T): T {
    return mapTexts(value, (text) => this.#masked(text)) as T;
  }

  /** Runs some work whose errors may quote what it was given: their messages come without secrets. */
  public async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error) error.message = this.mask(error.message);
      throw error;
    }
  }

  #masked(text: string): string {
    if (!this.#inText(text)) return text;
    const parts: string[] = [];
    let from = 0;
    for (const { found, at } of this.#inside.matches(text)) {
      if (at < from) continue;
      parts.push(text.slice(from, at), SECRET_TEXT);
      from = at + found.length;
    }
    const masked = parts.join("") + text.slice(from);
    return from === 0 || this.#inText(masked) ? SECRET_TEXT : masked;
  }

  #inText(text: string): boolean {
    if (this.#exact.size === 0) return false;
    for (const reading of readings(text)) {
      if (this.#exact.has(reading)) return true;
      for (const _ of this.#inside.matches(reading)) return true;
    }
    return false;
  }
}

/** A text as it is, and as JSON has it once and twice. */
function quoted(text: string): string[] {
  const once = JSON.stringify(text).slice(1, -1);
  return [text, once, JSON.stringify(once).slice(1, -1)];
}

/** What a state marks on one resource, and what its type and its variables' names say is secret. */
function secretsOf({ type, attributes, marked }: StateResource): MarkedValue[] {
  const typical = TERRAFORM_TYPES[type]?.secret ?? [];
  const variables = block(attributes, "environment")?.["variables"];
  const told = Object.entries(isRecord(variables) ? variables : {})
    .filter(([name]) => TELLING_NAME.test(name))
    .map(([, value]) => ["environment", value] as const);
  return [...marked, ...typical.map((name) => [name, attributes[name]] as const), ...told];
}

/** What a resource goes by: its address, its ARN and its import id. */
function namesOf({ type, address, attributes }: StateResource): string[] {
  const importId = importIdOf(type);
  if (importId === undefined) return [address];
  const { arn } = attributes;
  try {
    return [address, ...(typeof arn === "string" ? [arn] : []), importId(attributes)];
  } catch {
    return [address];
  }
}

/** Every text and number in a value, however deep; those of a text that is JSON too. */
function leaves(value: unknown): string[] {
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") return [value, ...(isJson(value) ? leaves(jsonIn(value)) : [])];
  if (Array.isArray(value)) return value.flatMap(leaves);
  return isRecord(value) ? Object.values(value).flatMap(leaves) : [];
}

/** Whether a text begins as an object or list does: the number that a text may be is the text itself. */
function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}
