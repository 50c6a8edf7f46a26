import palettes from "./palettes.json";

export type Theme = keyof typeof palettes;

/**
 * All colours, by theme; `paints` are those of the kinds of nodes: of the area, and of border and icon. Text on every
 * fill has a contrast of at least 7:1 (WCAG 2.2, AAA); a test measures it.
 */
export const PALETTES = palettes;

/** The style sheet of a picture; `auto` follows the reader's own setting. */
export function styleSheet(theme: Theme | "auto", fonts: string): string {
  const base = [
    `text{font-family:${fonts};font-size:13px}`,
    ".name{font-weight:600}",
    ".detail,.label{font-size:11px}",
    ".badge{font-size:10px;font-weight:600}",
    ".edge{fill:none;stroke-width:1.4}",
    ".edge.catch{stroke-dasharray:5 4}",
    ".shape{stroke-width:1.6}",
    ".Reference,.Jump,.Missing{stroke-dasharray:4 3}",
    ".box{stroke-width:1.2;stroke-opacity:.7}",
    ".box.Branch{stroke-dasharray:3 4}",
    ".taken .edge{stroke-width:3}",
    ".idle{opacity:.38}",
    ".halo{paint-order:stroke;stroke-width:5px;stroke-linejoin:round}",
    ".ring{fill:none;stroke-width:3}",
    ".retry{stroke-width:1.2}",
    ".mark{stroke-width:2;fill:none;stroke-linecap:round;stroke-linejoin:round}",
    ".retryicon{stroke-width:1.3}",
  ];
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
