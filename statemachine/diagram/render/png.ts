import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { FOREIGN, foreignFonts, plainSigns } from "./fonts";

/** Pixels of the picture per pixel of the SVG, lowered for large ones, which take time and memory. */
const SCALE = 2;
const MOST_PIXELS = 16e6;

/** Lines around foreign letters, in pixels: their fonts are variable ones, of which the renderer draws the thinnest. */
const STROKES = { bold: 0.8, regular: 0.45 } as const;

/**
 * An SVG as PNG, set in fonts that come with this package: Inter, and Noto for Chinese, Japanese, Korean and emoji. The
 * machine's fonts help with scripts that both lack.
 */
export async function toPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const text = svg.replaceAll(TEXT, drawable);
  const { fonts, isComplete } = await foreignFonts([...svg.matchAll(TEXT)].join(""));
  const { resolve } = createRequire(__filename);
  const inter = ["400Regular/Inter_400Regular.ttf", "600SemiBold/Inter_600SemiBold.ttf"].map(
    (file) => resolve(`@expo-google-fonts/inter/${file}`),
  );
  const [, width = "0", height = "0"] = /width="(\d+)" height="(\d+)"/u.exec(svg) ?? [];
  const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (Number(width) * Number(height))));
  return withFiles(fonts, (files) =>
    new Resvg(text, {
      font: {
        fontFiles: [...inter, ...files],
        loadSystemFonts: !isComplete,
        defaultFontFamily: "Inter",
      },
      fitTo: { mode: "zoom", value: scale },
    })
      .render()
      .asPng(),
  );
}

/** A line of text: its tag, whether that is set bold, the width it has to take, and what it says. */
const TEXT = /(<text class="(name|badge)?[^>]*?)( textLength="[^>]*)?>([^<]*)<\/text>/gu;

/** A line of text as the renderer draws it: it takes no width for text in parts. */
function drawable(
  line: string,
  tag: string,
  bold: string | undefined,
  _: string,
  text: string,
): string {
  if (text.search(FOREIGN) < 0) return line;
  const stroke = `stroke="currentColor" stroke-width="${bold ? STROKES.bold : STROKES.regular}"`;
  return `${tag}>${plainSigns(text).replaceAll(FOREIGN, (part) => `<tspan ${stroke}>${part}</tspan>`)}</text>`;
}

/** Does work with data in files, as the renderer takes no other fonts. */
function withFiles<T>(data: readonly Uint8Array[], work: (files: readonly string[]) => T): T {
  if (data.length === 0) return work([]);
  const folder = mkdtempSync(path.join(tmpdir(), "asl-fonts-"));
  try {
    return work(
      data.map((each, index) => {
        const file = path.join(folder, `${index}.ttf`);
        writeFileSync(file, each);
        return file;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
