import type { Shape, Structure } from "../../../aws-api";
import { functionIn } from "../../../definition/intrinsics";
import { Expression, rawAt } from "../../../integrations/argument";
import { isRecord } from "../../../json";
import { ARGUMENTS } from "../actions";

/** An argument that can hold a name or an ARN, or a list of them. */
export interface Field {
  readonly path: readonly string[];
  /** What it may be called: inside a structure also with the structure's name before it, letters and digits only. */
  readonly names: readonly string[];
  /** Whether the API demands it. */
  readonly required: boolean;
}

/** The fields of a call as its definition writes them, on the top level and one below. */
export function writtenFields(args: unknown, above: readonly string[] = []): Field[] {
  if (!isRecord(args)) return [];
  return Object.keys(args).flatMap((key): Field[] => {
    const step = key.replace(/\.\$$/, "");
    const raw = rawAt(args, step);
    const first: unknown = Array.isArray(raw) ? raw[0] : undefined;
    if (isStructure(first)) return [];
    if (!isStructure(raw)) return [field([...above, step], false)];
    return above.length === 0 ? writtenFields(raw, [step]) : [];
  });
}

const isStructure = (raw: unknown): boolean =>
  isRecord(raw) && !(raw instanceof Expression) && functionIn(raw) === undefined;

/** The fields that an operation could be given, after the API model. */
export function possibleFields(input: Structure, above: readonly string[] = []): Field[] {
  return [...input.members.values()].flatMap(({ name, shape, required }): Field[] => {
    const path = [...above, name];
    if (shape.type === "structure") return above.length === 0 ? possibleFields(shape, path) : [];
    return isText(shape) ? [field(path, required && above.length === 0)] : [];
  });
}

const isText = (shape: Shape): boolean =>
  shape.type === "list" ? isText(shape.element) : shape.type === "string";

function field(path: readonly string[], required: boolean): Field {
  const [top = "", inner] = path;
  const owner = top.replace(/(Input|Update|Configuration)$/, "");
  const names = inner === undefined ? [top] : [inner, `${owner}${inner}`];
  // A bare Name or Id inside a structure is that of the structure.
  const clear = names.filter((name) => inner === undefined || !/^(Name|Id|Arn)s?$/.test(name));
  return { path, names: clear.map(plain), required };
}

/** What a variable of an ARN pattern, or an argument, says that it is: its ending. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  Id: ["Id", "Ids", "Identifier", "Identifiers", "Uuid"],
  Name: ["Name", "Names", "Identifier", "Identifiers"],
  "": ["", "s"],
};
const EVERY = Object.values(ENDINGS).flat();
const ENDING = /(?:Friendly)?(?:(Name)|(Id|Identifier|Uuid)|Key)$/;

/** A pattern that the fields of a call are looked through for. */
interface Wanted {
  readonly prefix: string;
  /** The kind of resource. */
  readonly name: string;
  /** Whether the name of the action contains the kind, so that a bare `Name` or `Id` is that of the kind. */
  readonly about: boolean;
  readonly variables: readonly string[];
}

/**
 * Which field holds the value of which variable of one ARN pattern, the likeliest first. A field fills one variable only, and
 * beside other variables a name is no id: what is left over stays unknown.
 */
export function assign(wanted: Wanted, fields: readonly Field[]): ReadonlyMap<string, Field> {
  const found = new Map<string, Field>();
  const free = new Set(fields);
  for (const names of PASSES)
    for (const variable of wanted.variables) {
      if (found.has(variable)) continue;
      const match = firstNamed([...free], names(variable, wanted));
      if (match === undefined) continue;
      found.set(variable, match);
      for (const same of free) if (same.path.at(-1) === match.path.at(-1)) free.delete(same);
    }
  return found;
}

/** What an argument for a variable may be called, from what is certain to what is likely. */
const PASSES: readonly ((variable: string, wanted: Wanted) => string[])[] = [
  (variable, { prefix, about }) => {
    const known = ARGUMENTS[prefix]?.[variable];
    const isBare = /^(Name|Id|Identifier|Key|Uuid)$/.test(variable);
    return [
      ...(known === undefined ? [] : [known, `${known}s`]),
      ...(isBare && !about ? [] : [variable, `${variable}s`]),
    ];
  },
  (variable) => withStem(variable, [...endingsOf(variable), "", "s"]),
  (variable) => withStem(variable, EVERY),
  (variable, { name: kind, about, variables }) => {
    const endings = variables.length === 1 ? EVERY : endingsOf(variable);
    const isOwn = about && (variables.length === 1 || plain(variable).includes(plain(kind)));
    return [
      ...endings.filter((ending) => ending.length > 1).map((ending) => `${kind}${ending}`),
      ...(variables.length > 1 ? [`${kind}${variable}`] : []),
      ...(isOwn ? endings.filter((ending) => ending.length > 1) : []),
    ];
  },
];

function endingsOf(variable: string): readonly string[] {
  const [, name, id] = ENDING.exec(variable) ?? [];
  return ENDINGS[name ? "Name" : id ? "Id" : ""] ?? [];
}

function withStem(variable: string, endings: readonly string[]): string[] {
  const stem = variable.replace(ENDING, "");
  return stem === "" ? [] : endings.map((ending) => `${stem}${ending}`);
}

/** The first of `names` that a field has. */
export function firstNamed(fields: readonly Field[], names: readonly string[]): Field | undefined {
  for (const name of names) {
    const wanted = plain(name);
    const match = fields.find((candidate) => candidate.names.includes(wanted));
    if (match !== undefined) return match;
  }
  return undefined;
}

/** Letters and digits only, in small letters. */
export const plain = (name: string): string => name.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
