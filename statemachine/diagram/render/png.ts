import { createRequire } from "node:module";

/** Pixels of the picture per pixel of the SVG, lowered for large ones, which take time and memory. */
const SCALE = 2;
const MOST_PIXELS = 16e6;

/** An SVG as PNG, set in the Inter that this package ships; the machine's fonts help with scripts Inter lacks. */
export async function toPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const { resolve } = createRequire(__filename);
  const fontFiles = ["400Regular/Inter_400Regular.ttf", "600SemiBold/Inter_600SemiBold.ttf"].map(
    (file) => resolve(`@expo-google-fonts/inter/${file}`),
  );
  const [, width = "0", height = "0"] = /width="(\d+)" height="(\d+)"/u.exec(svg) ?? [];
  const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (Number(width) * Number(height))));
  const picture = new Resvg(svg, {
    font: { fontFiles, loadSystemFonts: needsSystemFonts(svg), defaultFontFamily: "Inter" },
    fitTo: { mode: "zoom", value: scale },
  });
  return picture.render().asPng();
}

/** Inter covers Latin, Greek and Cyrillic; looking for the machine's fonts takes time. */
function needsSystemFonts(svg: string): boolean {
  return /[^\u0000-\u04FF\u1E00-\u1FFF\u2000-\u22FF]/u.test(svg);
}
