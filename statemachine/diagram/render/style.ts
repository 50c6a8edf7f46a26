import { own } from "../../json";
import { FONTS } from "../layout/text";
import palettes from "./palettes.json";
import rules from "./style-rules.json";

export type Theme = keyof typeof palettes;

/**
 * All colours, by theme; `paints` are those of the kinds of nodes: of the area, and of border and icon. Text on every
 * fill has a contrast of at least 7:1 (WCAG 2.2, AAA); a test measures it.
 */
export const PALETTES = palettes;

/** The style sheet of a picture; `auto` follows the reader's own setting. */
export function styleSheet(theme: Theme | "auto"): string {
  const base = [`text{font-family:${FONTS};font-size:13px}`, ...rules.base].join("");
  if (theme !== "auto") return base + colours(PALETTES[theme]);
  const dark = colours(PALETTES.dark);
  return `${base}${colours(PALETTES.light)}@media (prefers-color-scheme:dark){${dark}}`;
}

/** The rules with their `$names` filled in, one with `$kind` for each kind of node. */
function colours({ paints, ...palette }: (typeof palettes)[Theme]): string {
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
