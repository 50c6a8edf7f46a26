import { display } from "asl-toolkit/json";
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import path from "node:path";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { buildSync, type BuildFailure } from "esbuild";
import {
  type ArchiveContent,
  type ArchiveFile,
  archiveFiles,
  archiveHash,
  mergedFiles,
} from "./archive";
import { type Bundling } from "../args";

/** A function's code, ready to be deployed. */
export interface Code {
  /** The same on every machine and in every clone; undefined for an image. */
  readonly archive: pulumi.asset.Archive | undefined;
  /** Changes exactly when the code does. Undefined for an archive or image that the caller made. */
  readonly hash: string | undefined;
  /** What is not in the archive though it is in the folder, as it may hold credentials. */
  readonly leftOut?: readonly string[];
}

/** Every runtime that the provider knows, the deprecated ones included. */
export const RUNTIMES: readonly string[] = Object.values(lambda.Runtime);

/**
 * What bundled TypeScript runs on. A release of this package raises it, and its changelog says so: an update of the
 * provider, which knows newer ones, moves no function.
 */
export const BUNDLE_RUNTIME = "nodejs24.x";

/** Where a bundle's handler is found. */
export const BUNDLE_HANDLER = "index.handler";

/**
 * The oldest Node.js that the bundle has to run on, also where the local emulator runs it: package.json's `engines`.
 * Newer ones run the same syntax.
 */
const BUNDLE_TARGET = "node20.19";

/**
 * Bundling takes a third of a second, and one program may deploy the same file several times. A process may run several
 * programs, one after an edit of the other.
 */
const bundles = new Map<string, Bundle>();

interface Bundle {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** Every file that is in it, and when that was changed. */
  readonly inputs: readonly (readonly [file: string, changed: number | undefined])[];
}

/**
 * One file with everything that a TypeScript file imports, the clients of the AWS SDK included: the version that was
 * tested is the one that runs, and a cold start reads one file.
 *
 * @throws Error with the bundler's messages
 */
export function bundledCode(entry: string, bundling: Bundling = {}): Code {
  const file = path.resolve(entry);
  const key = JSON.stringify([file, bundling]);
  const kept = bundles.get(key);
  const current = kept !== undefined && isCurrent(kept) ? kept : bundle(file, bundling);
  bundles.set(key, current);
  const { files } = current;
  const hash = createHash("sha256");
  for (const { text } of files) hash.update(text);
  const assets = files.map(({ name, text }) => [name, new pulumi.asset.StringAsset(text)] as const);
  const archive = new pulumi.asset.AssetArchive(Object.fromEntries(assets));
  return { archive, hash: hash.digest("base64") };
}

/**
 * The files of a folder, for any runtime.
 *
 * @param packages what lies beside them
 * @throws Error for a folder that cannot be code, see `archiveFiles`, and for more than Lambda's 250 MB with the packages
 */
export function folderCode(folder: string, packages?: ArchiveContent): Code {
  const own = archiveFiles(folder);
  if (packages === undefined) return { ...codeOf(own.files), leftOut: own.leftOut };
  const files = mergedFiles(own.files, packages.files);
  return { ...codeOf(files), leftOut: [...own.leftOut, ...packages.leftOut] };
}

function codeOf(files: readonly ArchiveFile[]): Code {
  const assets = files.map(
    ({ name, path: file }) => [name, new pulumi.asset.FileAsset(portable(file))] as const,
  );
  return {
    archive: new pulumi.asset.AssetArchive(Object.fromEntries(assets)),
    hash: archiveHash(files),
  };
}

function isCurrent({ inputs }: Bundle): boolean {
  return inputs.every(([file, changed]) => changed !== undefined && changed === changeOf(file));
}

/** When a file was changed, in milliseconds; undefined when it is gone. */
function changeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function bundle(file: string, bundling: Bundling): Bundle {
  const folder = path.dirname(file);
  try {
    const { outputFiles, metafile } = buildSync({
      // Paths inside of the bundle count from here, so that no clone's own path gets into it.
      absWorkingDir: folder,
      entryPoints: [file],
      outfile: path.join(folder, "index.js"),
      bundle: true,
      platform: "node",
      format: "cjs",
      target: BUNDLE_TARGET,
      mainFields: ["module", "main"],
      minify: bundling.minify ?? true,
      external: [...(bundling.external ?? [])],
      define: { ...bundling.define },
      // Beside the bundle and without the sources: errors name lines, and no code is told twice.
      sourcemap: bundling.sourceMap ? "linked" : false,
      sourcesContent: false,
      legalComments: "none",
      charset: "utf8",
      write: false,
      metafile: true,
      logLevel: "silent",
    });
    const inputs = Object.keys(metafile.inputs).map((input) => path.resolve(folder, input));
    return {
      files: outputFiles
        .map(({ path: out, text }) => ({ name: path.basename(out), text }))
        .sort((a, b) => a.name.length - b.name.length),
      inputs: inputs.map((input) => [input, changeOf(input)] as const),
    };
  } catch (cause) {
    const { errors = [] } = cause as Partial<BuildFailure>;
    const lines = errors.map(({ text, location }) => {
      const place = location && `${location.file}:${location.line}: `;
      return `${place ?? ""}${text}`;
    });
    throw new Error(`cannot be bundled: ${lines.join("; ") || display(cause)}`, { cause });
  }
}

/** Relative to the program where possible: the engine keeps the path in the stack's state. */
function portable(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") || path.isAbsolute(relative)
    ? path.resolve(file)
    : relative.replaceAll(path.sep, "/");
}
