import rules from "./base-style.json";
import palettes from "./palettes.json";

export type Theme = keyof typeof palettes;

/**
 * All colours, by theme; `paints` are those of the kinds of nodes: of the area, and of border and icon. Text on every
 * fill has a contrast of at least 7:1 (WCAG 2.2, AAA); a test measures it.
 */
export const PALETTES = palettes;

/** The style sheet of a picture; `auto` follows the reader's own setting. */
export function styleSheet(theme: Theme | "auto", fonts: string): string {
  const base = [`text{font-family:${fonts};font-size:13px}`, ...rules];
  const light = colours(theme === "dark" ? PALETTES.dark : PALETTES.light);
  if (theme !== "auto") return [...base, ...light].join("");
  const dark = colours(PALETTES.dark).join("");
  return `${[...base, ...light].join("")}@media (prefers-color-scheme:dark){${dark}}`;
}

/** The colour of text, also for what is drawn in `currentColor`. */
function ink(colour: string): string {
  return `fill:${colour};color:${colour}`;
}

function colours(palette: (typeof palettes)[Theme]): string[] {
  const kinds = Object.entries(palette.paints).map(
    ([kind, { fill, stroke }]) =>
      `.shape.${kind}{fill:${fill};stroke:${stroke}}.icon.${kind}{stroke:${stroke}}`,
  );
  return [
    `.background{fill:${palette.background}}`,
    `text{${ink(palette.text)}}`,
    `.detail{${ink(palette.muted)}}`,
    `.halo{stroke:${palette.background}}`,
    `.edge{stroke:${palette.line}}.head{fill:${palette.line}}`,
    `.catch.edge{stroke:${palette.error}}.catch.head{fill:${palette.error}}.label.catch{${ink(palette.error)}}`,
    `.retry{fill:${palette.background};stroke:${palette.line}}.retryicon{stroke:${palette.text}}`,
    `.box{fill:${palette.boxFill};stroke:${palette.boxLine}}`,
    `.box.Parallel{stroke:${palette.paints.Parallel.stroke}}.box.Map{stroke:${palette.paints.Map.stroke}}`,
    ...kinds,
    ...STATUS_COLOURS.map(
      ([status, key]) =>
        `.${status}.ring{stroke:${palette[key]}}.${status}.pill{fill:${palette[key]}}`,
    ),
    `.onpill{${ink(palette.background)}}.onpill.mark{stroke:${palette.background};fill:none}`,
    `.taken .edge{stroke:${palette.running}}.taken .head{fill:${palette.running}}`,
    `.taken .catch.edge{stroke:${palette.error}}.taken .catch.head{fill:${palette.error}}`,
  ];
}

/** Classes of a state's status in a history, with the colour that each has. */
const STATUS_COLOURS = [
  ["succeeded", "success"],
  ["failed", "error"],
  ["caught", "error"],
  ["running", "running"],
  ["stopped", "muted"],
] as const;
