import { display } from "../../statemachine/json";

/** Key of one instance: a number with `count`, a text with `for_each`. */
export type InstanceKey = number | string;

/** Terraform's address of a resource instance; `module` is empty for the root module. */
export function instanceAddress(
  module: string,
  type: string,
  name: string,
  key?: InstanceKey | null,
  mode: "managed" | "data" = "managed",
): string {
  const prefix = (module === "" ? "" : `${module}.`) + (mode === "data" ? "data." : "");
  return `${prefix}${type}.${name}${keySuffix(key)}`;
}

/** The parts of a module address: `module.a["x.y"].module.b[0]` gives `module.a["x.y"]` and `module.b[0]`. */
export function moduleSteps(module: string): string[] {
  return module.match(/module\.[^.[]+(\[(\d+|"(\\.|[^"\\])*")\])?/g) ?? [];
}

/** Whether configuration can name the module as the address does: a damaged state may hold anything. */
export function isConfigurable(module: string): boolean {
  const steps = moduleSteps(module);
  return steps.join(".") === module && steps.every((step) => STEP.test(step));
}

/** What Go calls printable, and Terraform writes as it is. */
const PRINTABLE = String.raw`\p{L}\p{M}\p{N}\p{P}\p{S} `;

const STEP = new RegExp(
  String.raw`^module\.[\p{L}_][\p{L}\p{N}_-]*(\[(\d+|"(\\[${PRINTABLE}]|(?!["\\])[${PRINTABLE}])*")\])?$`,
  "u",
);

/** Address of the module around this one; empty for the root module, undefined above it. */
export function parentModule(module: string): string | undefined {
  return module === "" ? undefined : moduleSteps(module).slice(0, -1).join(".");
}

/** The address as a name: `module.data["in"].module.store` gives `data-in-store`; empty for the root module. */
export function moduleSlug(module: string, separator: "-" | "_"): string {
  const words = moduleSteps(module)
    .join(separator)
    .replace(/module\./g, "");
  return words.replace(/[^a-z0-9]+/gi, separator).replace(/^[-_]|[-_]$/g, "");
}

function keySuffix(key?: InstanceKey | null): string {
  if (key === undefined || key === null) return "";
  // A damaged state may have anything as a key.
  return typeof key === "number" ? `[${key}]` : `[${quote(display(key))}]`;
}

const ESCAPED = new RegExp(String.raw`["\\]|[$%](?=\{)|[^${PRINTABLE}]`, "gu");

/**
 * HCL's quoted text, as Terraform writes it in an address (toHCLQuotedString in its internal/addrs/instance_key.go): `${` and
 * `%{` are doubled so that they do not start a template, and what is not printable is told by its number.
 */
export function quote(text: string): string {
  return `"${text.replace(ESCAPED, escape)}"`;
}

function escape(letter: string): string {
  const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t", $: "$$", "%": "%%" }[letter];
  if (short !== undefined) return short;
  if (letter === '"' || letter === "\\") return `\\${letter}`;
  const number = (letter.codePointAt(0) ?? 0).toString(16);
  return letter.length === 1 ? `\\u${number.padStart(4, "0")}` : `\\U${number.padStart(8, "0")}`;
}
