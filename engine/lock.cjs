// Locks between processes: files that hold the id of the process whose they are. That of a process that has ended, however
// it did, is free. Plain JavaScript: it also guards the installation of packages, before TypeScript can be loaded.
const { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { setTimeout: sleep } = require("node:timers/promises");

const POLL_MILLISECONDS = 100;

const held = new Set();
process.once("exit", () => held.forEach(release));

function take(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  // Linked, the file is there with its content at once.
  const own = withOwner(file, process.pid);
  try {
    for (;;) {
      try {
        linkSync(own, file);
        held.add(file);
        return undefined;
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const owner = ownerOf(file);
      // One with this id that did not take it here had it before a restart of the machine.
      const isFree = owner === process.pid ? !held.has(file) : !isRunning(owner);
      if (owner !== undefined && !isFree) return owner;
      if (owner !== undefined) removeOf(owner, file);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

async function takeTurn(file, waiting) {
  for (let owner = take(file), isFirst = true; owner !== undefined; owner = take(file)) {
    if (isFirst) waiting(owner);
    isFirst = false;
    await sleep(POLL_MILLISECONDS);
  }
}

function handOver(file, pid) {
  renameSync(withOwner(file, pid), file);
}

function release(file) {
  held.delete(file);
  rmSync(file, { force: true });
}

function ownerOf(file) {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function withOwner(file, pid) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(pid));
  return own;
}

/** Removes the lock of a process that has ended. Meanwhile another may have done so and taken it: that one gets it back. */
function removeOf(owner, file) {
  const moved = `${file}.${process.pid}.free`;
  try {
    renameSync(file, moved);
    if (ownerOf(moved) !== owner) linkSync(moved, file);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    rmSync(moved, { force: true });
  }
}

module.exports = { handOver, isRunning, ownerOf, release, take, takeTurn };
