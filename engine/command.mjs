#!/usr/bin/env node
// The entry point of every npm script: installs what a fresh clone lacks, then runs one TypeScript file.
// Plain JavaScript on purpose: it must run before any package is installed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** What runs; what is recommended stands in `engines` of package.json. */
const MINIMUM_NODE = [20, 19];
const RECOMMENDED_NODE = 22;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [entry, ...args] = process.argv.slice(2);

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor < MINIMUM_NODE[1])) {
  fail(`Node.js ${process.versions.node} is too old: install ${MINIMUM_NODE.join(".")} or newer.`);
}
const require = createRequire(import.meta.url);
if (!isLocked() || !isInstalled()) await installOnce();
// What Pulumi's SDK and the compiler would read. The others of the table are for installers, which do need a proxy.
for (const { names, childrenOnly } of readJson("engine/interfering-variables.json")) {
  const interferes = (name) => !childrenOnly && new RegExp(names, "i").test(name);
  for (const name of Object.keys(process.env).filter(interferes)) delete process.env[name];
}
// Whoever follows a proxy here, as Node.js 24 does when it is told to, reaches this machine without it.
const direct = [process.env.no_proxy ?? process.env.NO_PROXY, "localhost", "127.0.0.1", "::1"];
process.env.no_proxy = process.env.NO_PROXY = direct.filter(Boolean).join(",");
process.argv = [process.argv[0], path.join(root, entry), ...args];
require("./register.cjs");
// Reading the source map of each file would take a fifth of the start. Tests, which show stacks, keep them.
process.setSourceMapsEnabled(false);
require(path.join(root, entry));

/** True when package-lock.json was made from the package.json of the root and of each workspace as they are now. */
function isLocked() {
  const lock = lockedPackages();
  const kinds = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
  const wanted = (manifest) => JSON.stringify(kinds.map((kind) => sorted(manifest[kind])));
  return Object.entries(lock)
    .filter(([folder]) => !isPackage(folder))
    .every(([folder, entry]) => {
      const file = path.join(folder, "package.json");
      return existsSync(path.join(root, file)) && wanted(readJson(file)) === wanted(entry);
    });
}

/** True when node_modules holds exactly the versions of package-lock.json, and a link to each workspace. */
function isInstalled() {
  const hidden = path.join("node_modules", ".package-lock.json");
  if (!existsSync(path.join(root, hidden))) return false;
  const have = readJson(hidden).packages;
  return Object.entries(lockedPackages())
    .filter(([name]) => isPackage(name))
    .every(([name, { version, resolved, optional, link }]) =>
      link
        ? have[name]?.resolved === resolved && existsSync(path.join(root, name))
        : optional || have[name]?.version === version,
    );
}

function lockedPackages() {
  return readJson("package-lock.json").packages;
}

/** Whether an entry of the lockfile is an installed package, as against the root or a workspace. */
function isPackage(name) {
  return /(^|\/)node_modules\//.test(name);
}

/** Installs while no other command does: two in one folder would break each other's. The second has nothing left to do. */
async function installOnce() {
  const { handOver, release, takeTurn } = require("./lock.cjs");
  const turn = path.join(root, "out", "npm.lock");
  await takeTurn(turn, (owner) =>
    process.stderr.write(
      `Waiting for process ${owner}, which installs npm packages (if it does not, remove ${turn}) ...\n`,
    ),
  );
  const locked = isLocked();
  // npm goes on when this process is killed: so it is npm that the others wait for.
  if (!locked || !isInstalled()) await install(locked, (pid) => handOver(turn, pid));
  release(turn);
}

async function install(locked, started) {
  process.stderr.write("Installing npm packages (once per clone or change of packages) ...\n");
  if (major < RECOMMENDED_NODE) {
    process.stderr.write(
      `Node.js ${process.versions.node} still works; Pulumi's SDK asks for ${RECOMMENDED_NODE} or newer.\n`,
    );
  }
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  // Errors only: npm would warn of the Node version once for each package that asks for a newer one.
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const child = spawn(npm, [locked ? "ci" : "install", ...quiet], {
    cwd: root,
    stdio: ["ignore", 2, "inherit"],
    shell: process.platform === "win32",
  });
  if (child.pid !== undefined) started(child.pid);
  const [status] = await once(child, "exit").catch(() => []);
  if (status !== 0) fail("npm failed: see the lines above, then run the command again.");
}

function readJson(file) {
  return JSON.parse(readFileSync(path.join(root, file), "utf8"));
}

function sorted(object = {}) {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
