import Module from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";
import { transformSync } from "esbuild";
import { PROJECT_DIR } from "../../engine/program";

/** The code blocks of a page in one language. @throws Error when there is none */
export function codeBlocks(page: string, language = "ts"): string[] {
  const text = readFileSync(path.join(PROJECT_DIR, page), "utf8");
  const found = [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))];
  if (found.length === 0) throw new Error(`${page} has no ${language} block`);
  return found.map(([, code]) => code!);
}

/** Runs TypeScript as a file beside the page, and gives its exports. Types are not checked. */
export function evaluate(page: string, code: string): Record<string, unknown> {
  const file = path.join(PROJECT_DIR, page.replace(/\.md$/, ".ts"));
  const module = new Module(file) as Module & { _compile(code: string, file: string): void };
  module.paths = [path.join(PROJECT_DIR, "node_modules")];
  module._compile(transformSync(code, { loader: "ts", format: "cjs" }).code, file);
  return module.exports as Record<string, unknown>;
}
