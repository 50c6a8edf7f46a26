import {
  chmodSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { UsageError } from "./exit";
import { printLines } from "./terminal";

/**
 * Writes a file whole or not at all: a reader never sees half of it, and a failure leaves what was there. A link stays a
 * link, and what it points to is written. Written in place are a file that has several names (hard links), because the
 * others would keep the old content, and what is not a file: a device such as /dev/null or /dev/stdout, a pipe.
 *
 * @param mode the file's permissions, for example 0o600 for a file that only its owner may read; by default those that
 * the file has, and the system's for a new one
 * @throws the system's error, for example when the folder does not exist
 */
export function writeFileAtomic(file: string, content: string | Uint8Array, mode?: number): void {
  const old = statSync(file, { throwIfNoEntry: false });
  const isDevice = old !== undefined && !old.isFile();
  const inPlace = isDevice || (old !== undefined && old.nlink > 1);
  // What belongs to the system keeps its permissions: others write to /dev/null, too.
  const wanted = isDevice ? undefined : (mode ?? (inPlace ? undefined : old && old.mode & 0o7777));
  const target = inPlace ? file : behindLinks(file);
  const partial = inPlace ? file : `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(partial, content, wanted === undefined ? {} : { mode: wanted });
    // The mode given above is only a wish where a file of that name was there before.
    if (wanted !== undefined) chmodSync(partial, wanted);
    if (!inPlace) renameSync(partial, target);
  } catch (error) {
    if (!inPlace) rmSync(partial, { force: true });
    throw error;
  }
}

/** What a link points to, also where nothing is there yet. */
function behindLinks(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    try {
      return path.resolve(path.dirname(file), readlinkSync(file));
    } catch {
      return file;
    }
  }
}

/**
 * Writes a file that the user named, whole or not at all, and says nothing.
 * @param mode see {@link writeFileAtomic}
 * @throws UsageError when it cannot be written
 */
export function writeNamed(file: string, content: string | Uint8Array, mode?: number): void {
  attempt(`write ${file}`, () => writeFileAtomic(file, content, mode));
}

/** Makes a folder that the user named, if there is none. @throws UsageError when that is not possible */
export function makeFolder(folder: string): void {
  attempt(`make ${folder}`, () => mkdirSync(folder, { recursive: true }));
}

function attempt(what: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    throw new UsageError(`cannot ${what}: ${reasonOf(error, "there is no such folder")}`);
  }
}

/**
 * Writes what a command was asked for, and says so.
 * @throws UsageError when it cannot be written
 */
export function writeOutput(file: string, content: string | Uint8Array): void {
  writeNamed(file, content);
  printLines(process.stderr, `written ${file}`);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EEXIST: "there is a file of that name",
  EISDIR: "it is a directory",
  ENAMETOOLONG: "the name is too long",
  ENOSPC: "no space is left on the device",
  ENOTDIR: "a part of the path is not a directory",
  EPERM: "the system does not permit it",
  EROFS: "the file system is read-only",
};

/**
 * Why a file could not be read or written. The system's own message has the name of a partial file that nobody knows.
 *
 * @param missing what to say when the system finds nothing under the path
 */
export function reasonOf(error: unknown, missing: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return missing;
  return code === undefined ? message : (REASONS[code] ?? code);
}

/** Whether bytes begin as UTF-16 does that Windows PowerShell writes. */
export function isUtf16(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe;
}

/** The text in a file's bytes, in UTF-8 or UTF-16; without a byte order mark. */
export function decoded(bytes: Uint8Array): string {
  return new TextDecoder(isUtf16(bytes) ? "utf-16le" : "utf-8").decode(bytes);
}
