import { own } from "../../json";
import type { NodeKind } from "../graph/graph";
import { FONTS } from "../layout/text";
import palettes from "./palettes.json";
import rules from "./style-rules.json";

// Spelled out, as all that users of the package see of this file: they may not read JSON (`resolveJsonModule`).
export type Theme = "light" | "dark";

type Colour = "background" | "text" | "muted" | "error" | "success" | "running";

interface Palette extends Readonly<Record<Colour, string>> {
  /** Of the kinds of nodes: of the area, and of border and icon. */
  readonly paints: Readonly<Record<NodeKind, { readonly fill: string; readonly stroke: string }>>;
}

/** All colours, by theme. Text on every fill has a contrast of at least 7:1 (WCAG 2.2, AAA); a test measures it. */
export const PALETTES: Readonly<Record<Theme, Palette>> = palettes;

/** The style sheet of a picture; `auto` follows the reader's own setting. */
export function styleSheet(theme: Theme | "auto"): string {
  const base = [`text{font-family:${FONTS};font-size:13px}`, ...rules.base].join("");
  if (theme !== "auto") return base + colours(PALETTES[theme]);
  const dark = colours(PALETTES.dark);
  return `${base}${colours(PALETTES.light)}@media (prefers-color-scheme:dark){${dark}}`;
}

/** The rules with their `$names` filled in, one with `$kind` for each kind of node. */
function colours({ paints, ...palette }: Palette): string {
  const plain = { ...palette, parallel: paints.Parallel.stroke, map: paints.Map.stroke };
  const kinds = Object.entries(paints).map(([kind, paint]) => ({ kind, ...paint }));
  return rules.colours
    .flatMap((rule) =>
      (rule.includes("$kind") ? kinds : [plain]).map((values) => fill(rule, values)),
    )
    .join("");
}

function fill(rule: string, values: Readonly<Record<string, string>>): string {
  return rule.replaceAll(/\$(\w+)/gu, (_name, key: string) => own(values, key) ?? "");
}
