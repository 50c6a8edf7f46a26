#!/usr/bin/env node
// The front of every npm script: installs what a fresh clone lacks, then runs one TypeScript file.
// Plain JavaScript on purpose: it must run before any package is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const MINIMUM_NODE = [20, 19];
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [entry, ...args] = process.argv.slice(2);

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor < MINIMUM_NODE[1])) {
  fail(`Node.js ${process.versions.node} is too old: install ${MINIMUM_NODE.join(".")} or newer.`);
}
if (!installed()) install();
process.argv = [process.argv[0], path.join(root, entry), ...args];
const require = createRequire(path.join(root, "package.json"));
require("./engine/register.cjs");
// Reading the source map of each file would take a fifth of the start. Tests, which show stacks, keep them.
process.setSourceMapsEnabled(false);
require(path.join(root, entry));

/** True when node_modules holds exactly the versions of package-lock.json. */
function installed() {
  const hidden = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const have = JSON.parse(readFileSync(hidden, "utf8")).packages;
  const want = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(want).every(
    ([name, { version, optional, link }]) =>
      name === "" || optional || link || have[name]?.version === version,
  );
}

function install() {
  process.stderr.write("Installing npm packages (once per clone or lockfile change) ...\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(npm, ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", 2, "inherit"],
    shell: process.platform === "win32",
  });
  if (done.status !== 0) fail("npm ci failed: see the lines above, then run the command again.");
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
