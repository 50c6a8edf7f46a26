/** A random choice of a list. */
export function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)]!;
}

/** Values that readers trip over. */
const NASTY: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  "$",
  "$$",
  "$.a[",
  "{% %}",
  "{% $x[ %}",
  "States.Format(",
  "${x",
  "${AWS::Region}",
  "__proto__",
  "constructor",
  "toString",
  "arn:",
  "arn:aws:states:::aws-sdk:x:y",
  "\u0000\u001b[31m",
  "\u009b31m\u202eabc\u2066\u001b]0;t\u0007\u2028",
  "\ud800",
  "x".repeat(5000),
  [],
  {},
  [[]],
  [null],
  [{}],
  { Type: "Map" },
  { Ref: 1 },
  { "Fn::Join": ["", [{}]] },
  JSON.parse('{"__proto__": {"a": 1}}'),
  Array.from({ length: 300 }, () => ({})),
  nested(600),
];

/** Those of them that can be the name of a field. */
const NAMES = NASTY.filter((value) => typeof value === "string");

/** Pieces of text that parsers trip over. */
const PIECES = [
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  ":",
  ",",
  "\\",
  "\n",
  "\t",
  "- ",
  "&a ",
  "*a",
  "<<: *a\n",
  "!!binary ",
  "!Sub ",
  "#",
  "---\n",
  "\u0000",
  "\u009b31m\u202e\r",
  "\ufeff",
  "0x1F",
  "1e999",
];

function nested(levels: number): unknown {
  let value: unknown = "x";
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { a: value };
  return value;
}

/**
 * A spoilt copy of a text: some changes to its values when it is JSON, else to its letters.
 * @param typed changes nothing but values, each into another of its type, and leaves some out: what AWS's clients let through
 */
export function mutate(text: string, random: () => number, typed = false): string {
  const times = 1 + Math.floor(random() * 3);
  let spoilt = text;
  for (let time = 0; time < times; time++) {
    const values = typed || random() < 0.8;
    spoilt = values ? mutateValue(spoilt, random, typed) : mutateText(spoilt, random);
  }
  return spoilt;
}

function mutateText(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const end = at + Math.floor(random() * 40);
  const change = pick(["cut", "insert", "repeat", "remove"] as const, random);
  if (change === "cut") return text.slice(0, at);
  if (change === "remove") return text.slice(0, at) + text.slice(end);
  const added = change === "insert" ? pick(PIECES, random) : text.slice(at, end).repeat(3);
  return text.slice(0, at) + added + text.slice(at);
}

function mutateValue(text: string, random: () => number, typed: boolean): string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return mutateText(text, random);
  }
  const holders = holdersIn(root);
  if (holders.length === 0) return JSON.stringify(pick(NASTY, random));
  const holder = pick(holders, random);
  const key = pick(Object.keys(holder), random);
  const change = pick(typed ? TYPED_CHANGES : CHANGES, random);
  if (change === "replace" && isNested(holder[key]) && random() < 0.7) {
    define(holder, key, mutateValue(holder[key], random, false));
  } else if (change === "replace") {
    define(holder, key, pick(replacements(holder[key], typed), random));
  } else if (change === "remove" && !Array.isArray(holder)) delete holder[key];
  else if (change === "rename") define(holder, pick(NAMES, random), holder[key]);
  else if (change === "copy") define(holder, key, structuredClone(pick(holders, random)));
  return JSON.stringify(root);
}

const CHANGES = ["replace", "replace", "replace", "remove", "rename", "copy"] as const;
const TYPED_CHANGES = ["replace", "remove"] as const;

/** JSON in a text: the definition of a machine, a policy, a line of a log. */
function isNested(value: unknown): value is string {
  return typeof value === "string" && /^[{[]/.test(value);
}

/** What may take the place of a value: with its type nothing that is inside of a list or an object. */
function replacements(value: unknown, typed: boolean): readonly unknown[] {
  if (!typed) return NASTY;
  if (Array.isArray(value)) return [[]];
  if (typeof value === "object") return [{}];
  return NASTY.filter((each) => typeof each === typeof value);
}

type Holder = Record<string, unknown>;

/** Every list and object that is not empty. */
function holdersIn(root: unknown): Holder[] {
  const found: Holder[] = [];
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null) continue;
    const inside = Object.values(value);
    if (inside.length > 0) found.push(value as Holder);
    pending.push(...inside);
  }
  return found;
}

function define(holder: Holder, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
