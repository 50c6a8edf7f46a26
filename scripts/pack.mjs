// `npm pack` and `npm publish` of a package in this repository: `prepack` compiles its sources into dist/ and points the
// package.json there; `postpack` (`--restore`) puts everything back, as does the next run when one was killed in between.
// In the repository a package.json names the sources: nothing has to be built before them (docs/decisions/0010-packages.md).
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

const folder = process.cwd();
const manifestFile = path.join(folder, "package.json");
const savedFile = `${manifestFile}.orig`;
const configFile = path.join(folder, "tsconfig.pack.json");
const dist = path.join(folder, "dist");
// The pages that messages name, which a reader of an installed package finds under the same path.
const pages = path.join(folder, "docs");

for (const each of [dist, configFile]) rmSync(each, { recursive: true, force: true });
if (existsSync(savedFile)) renameSync(savedFile, manifestFile);
const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
const copied = (manifest.files ?? []).filter((file) => file.startsWith("docs/"));
// The repository's own pages have no copy: they stay when this runs in its root by mistake.
if (copied.length > 0) rmSync(pages, { recursive: true, force: true });
if (!process.argv.includes("--restore")) {
  compile(
    [...Object.values(manifest.exports), ...Object.values(manifest.bin ?? {})].filter(isSource),
  );
  for (const file of copied)
    cpSync(path.join(folder, "..", file), path.join(folder, file), { recursive: true });
  copyFileSync(manifestFile, savedFile);
  writeFileSync(manifestFile, `${JSON.stringify(built(manifest), null, 2)}\n`);
}

function isSource(file) {
  return file.endsWith(".ts");
}

/** Compiles what the entries reach, without the type check of `npm test`; a neighbour that they import stays out. */
function compile(files) {
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    noCheck: true,
    sourceMap: true,
    inlineSources: true,
    rootDir: ".",
    outDir: "dist",
    types: ["node"],
  };
  writeFileSync(
    configFile,
    JSON.stringify({ extends: "../tsconfig.json", files, include: [], compilerOptions }),
  );
  // TypeScript 7, which the type check uses too: a fifth of the time.
  const compiler = path.join(import.meta.dirname, "../node_modules/typescript-7/bin/tsc");
  const { status } = spawnSync(process.execPath, [compiler, "--project", configFile], {
    stdio: "inherit",
  });
  rmSync(configFile);
  if (status !== 0) process.exit(1);
  copyData();
}

/** Data that code reads from its own folder goes where the code went. */
function copyData() {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const target = path.join(entry.parentPath, entry.name);
    const source = path.join(folder, path.relative(dist, target));
    for (const name of readdirSync(source).filter((name) => name.endsWith(".json"))) {
      copyFileSync(path.join(source, name), path.join(target, name));
    }
  }
}

/** The package.json of the tarball. */
function built(manifest) {
  const to = (file, extension) => `./dist/${file.slice(2).replace(/ts$/, extension)}`;
  const sources = Object.entries(manifest.exports).filter(([, file]) => isSource(file));
  const entry = manifest.exports["."];
  return {
    ...manifest,
    // They are the repository's.
    scripts: undefined,
    dependencies: Object.fromEntries(
      Object.entries(manifest.dependencies).map(([name, range]) => [
        name,
        // A neighbour, which has the same version.
        range === "*" ? `^${manifest.version}` : range,
      ]),
    ),
    ...(entry && { main: to(entry, "js"), types: to(entry, "d.ts") }),
    ...(manifest.bin && {
      bin: Object.fromEntries(
        Object.entries(manifest.bin).map(([name, file]) => [name, to(file, "js")]),
      ),
    }),
    exports: {
      ...manifest.exports,
      ...Object.fromEntries(
        sources.map(([name, file]) => [name, { types: to(file, "d.ts"), default: to(file, "js") }]),
      ),
    },
    // For `moduleResolution: node`, which does not read `exports`.
    typesVersions: {
      "*": Object.fromEntries(sources.map(([name, file]) => [name.slice(2), [to(file, "d.ts")]])),
    },
  };
}
