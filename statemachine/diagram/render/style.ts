import type { NodeKind } from "../graph/graph";

/** Colours of one kind of node: its area, its border, and its icon. */
export interface Paint {
  readonly fill: string;
  readonly stroke: string;
}

export type Theme = "light" | "dark";

/** The colours that belong to no kind of state. */
interface Palette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly error: string;
  readonly success: string;
  readonly running: string;
  readonly boxFill: string;
  readonly boxLine: string;
  readonly paints: Readonly<Record<NodeKind, Paint>>;
}

const paint = (fill: string, stroke: string): Paint => ({ fill, stroke });

/** All colours, by theme. Text on every fill has a contrast of at least 7:1 (WCAG 2.2, AAA); a test measures it. */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    background: "#ffffff",
    text: "#16202e",
    muted: "#465468",
    line: "#66758a",
    error: "#c81e3a",
    success: "#12804a",
    running: "#1c64d1",
    boxFill: "#f6f8fb",
    boxLine: "#c3ccd8",
    paints: {
      Task: paint("#e3efff", "#2f6fd6"),
      Pass: paint("#eef1f5", "#77869b"),
      Choice: paint("#fff1d2", "#c98a0c"),
      Wait: paint("#efe7ff", "#8457d8"),
      Succeed: paint("#dcf6e6", "#1c9356"),
      Fail: paint("#ffe3e6", "#d2304a"),
      Parallel: paint("#d9f4f4", "#12868c"),
      Map: paint("#fde6f5", "#bd3c93"),
      Unknown: paint("#f2f2f2", "#8a8a8a"),
      Missing: paint("#fff5f6", "#d2304a"),
      Start: paint("#465468", "#465468"),
      End: paint("#ffffff", "#465468"),
      Join: paint("#66758a", "#66758a"),
      Point: paint("#66758a", "#66758a"),
      Reference: paint("#fff5f6", "#d2304a"),
      Jump: paint("#f6f8fb", "#66758a"),
    },
  },
  dark: {
    background: "#0f1620",
    text: "#edf2f9",
    muted: "#b4c0d0",
    line: "#8a9ab0",
    error: "#ff7b8d",
    success: "#4fd08b",
    running: "#74aeff",
    boxFill: "#151e2b",
    boxLine: "#3b4a5f",
    paints: {
      Task: paint("#16305a", "#5e9bff"),
      Pass: paint("#263141", "#8fa0b7"),
      Choice: paint("#43330c", "#e5ac36"),
      Wait: paint("#32225c", "#b08cff"),
      Succeed: paint("#0e3d26", "#3fbf7d"),
      Fail: paint("#4a1620", "#ff6b80"),
      Parallel: paint("#0c3a3e", "#39b9c0"),
      Map: paint("#48173a", "#ef7cc6"),
      Unknown: paint("#2b2f36", "#a0a7b1"),
      Missing: paint("#2a1519", "#ff6b80"),
      Start: paint("#b4c0d0", "#b4c0d0"),
      End: paint("#0f1620", "#b4c0d0"),
      Join: paint("#8a9ab0", "#8a9ab0"),
      Point: paint("#8a9ab0", "#8a9ab0"),
      Reference: paint("#2a1519", "#ff6b80"),
      Jump: paint("#151e2b", "#8a9ab0"),
    },
  },
};

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

function colours(palette: Palette): string[] {
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
