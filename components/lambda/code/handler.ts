import { readFileSync } from "node:fs";
import path from "node:path";
import { buildSync, type Metafile } from "esbuild";
import { archiveFiles } from "./archive";
import { type LambdaFunctionArgs } from "../args";
import { BUNDLE_HANDLER } from "./build";

/** The files in which a runtime looks for a handler's module, and what in a file defines the handler. */
const RUNTIMES: readonly {
  readonly runtime: RegExp;
  readonly extensions: readonly string[];
  readonly defines: (name: string) => RegExp;
}[] = [
  {
    runtime: /^python/,
    extensions: [".py", "/__init__.py"],
    // Anywhere: under an `if` or `try`, as one of several names, in the lines of an import and after its comments.
    defines: (name) => {
      const imported = String.raw`\bimport\b([^\n\\(]|\\\r?\n)*(\(([^)#]|#[^\n]*\n)*)?(\b${name}\b|\*)`;
      const assigned = String.raw`\b${name}\s*([:=,]|[)\]]\s*=)`;
      return new RegExp(String.raw`\b(def|class)\s+${name}\b|${assigned}|${imported}`);
    },
  },
  {
    runtime: /^nodejs/,
    extensions: [".js", ".mjs", ".cjs"],
    // How a module exports is too many ways to read without running it: its name stands in it.
    defines: (name) => new RegExp(`\\b${name}\\b|export \\*|require\\(`),
  },
];

/** Says that the code does not have the handler, as far as both are known; the handler may also come from a layer. */
export function handlerProblem(args: LambdaFunctionArgs): string | undefined {
  const { entry, sourceCodeDir, runtime, layerArns = [] } = args;
  const { handler = entry === undefined ? undefined : BUNDLE_HANDLER } = args;
  if (typeof handler !== "string") return undefined;
  if (entry !== undefined) return entryHandlerProblem(entry, handler);
  return sourceCodeDir !== undefined && typeof runtime === "string" && layerArns.length === 0
    ? folderHandlerProblem(sourceCodeDir, runtime, handler)
    : undefined;
}

/**
 * Says that a folder does not hold the handler that Lambda is to call.
 * @returns undefined for one that it holds, and where there is no telling: another runtime, or no `file.function`
 */
export function folderHandlerProblem(
  folder: string,
  runtime: string,
  handler: string,
): string | undefined {
  const rules = RUNTIMES.find((each) => each.runtime.test(runtime));
  const [, module, name] = /^([\w/.-]+)\.([A-Za-z_]\w*)$/.exec(handler) ?? [];
  if (rules === undefined || module === undefined || name === undefined) return undefined;
  const stem = runtime.startsWith("python") ? module.replaceAll(".", "/") : module;
  const wanted = rules.extensions.map((extension) => stem + extension);
  const file = archiveFiles(folder).files.find((each) => wanted.includes(each.name));
  if (file === undefined) {
    return `is ${JSON.stringify(handler)}, and ${folder} has no ${wanted.join(" or ")}: name the file and the function in it, such as main.handler`;
  }
  return rules.defines(name).test(readFileSync(file.path, "utf8"))
    ? undefined
    : `is ${JSON.stringify(handler)}, and ${path.join(folder, file.name)} does not define ${name}`;
}

/**
 * Says that a TypeScript file does not export the handler that Lambda is to call.
 * @returns undefined for one that it exports, and where there is no telling: CommonJS, and all exports of a package
 */
export function entryHandlerProblem(entry: string, handler: string): string | undefined {
  const [, name] = /^index\.([A-Za-z_$][\w$]*)$/.exec(handler) ?? [];
  if (name === undefined) {
    return `is ${JSON.stringify(handler)}: must be index. and an export of entry, such as index.handler`;
  }
  const file = path.resolve(entry);
  if (/export\s*\*\s*from\s*["'][^."']/.test(readFileSync(file, "utf8"))) return undefined;
  const metafile = exportsOf(file);
  if (metafile === undefined) return undefined;
  const isCommonJs = metafile.inputs[path.basename(file)]?.format === "cjs";
  const exported = Object.values(metafile.outputs).flatMap((output) => output.exports);
  if (isCommonJs || exported.includes(name)) return undefined;
  return `is ${JSON.stringify(handler)}, and ${entry} exports ${exported.join(", ") || "nothing"}`;
}

/** What esbuild finds in a file; undefined for one that takes the caller's own settings to be bundled. */
function exportsOf(file: string): Metafile | undefined {
  try {
    return buildSync({
      absWorkingDir: path.dirname(file),
      entryPoints: [file],
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      write: false,
      metafile: true,
      logLevel: "silent",
    }).metafile;
  } catch {
    return undefined;
  }
}
