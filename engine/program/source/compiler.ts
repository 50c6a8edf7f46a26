import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { peerDependencies } from "@pulumi/pulumi/package.json";

/** The first major version of TypeScript that Pulumi's host cannot use, as its SDK says: `>= 3.8.3 < 7`. */
const [, FIRST_REFUSED] = /< ?(\d+)/.exec(peerDependencies.typescript) ?? [];

const told = new Set<string>();

/**
 * Says on stderr, once, that Pulumi's host cannot run a program in this folder because of the TypeScript that it would find
 * there. The engine itself has no use for it.
 */
export function noteCompiler(folder: string): void {
  const version = compilerOf(folder);
  const isRefused = Number(version?.split(".")[0]) >= Number(FIRST_REFUSED);
  if (!isRefused || told.has(folder)) return;
  told.add(folder);
  process.stderr.write(
    `note: Pulumi cannot run the program with TypeScript ${version}: run ` +
      `npm install --save-dev typescript@${Number(FIRST_REFUSED) - 1} in ${folder}\n`,
  );
}

/** The version of TypeScript that a file in the folder would get. */
function compilerOf(folder: string): string | undefined {
  const places = createRequire(path.join(folder, "index.js")).resolve.paths("typescript") ?? [];
  const manifest = places
    .map((place) => path.join(place, "typescript", "package.json"))
    .find((file) => existsSync(file));
  if (manifest === undefined) return undefined;
  return (JSON.parse(readFileSync(manifest, "utf8")) as { readonly version?: string }).version;
}
