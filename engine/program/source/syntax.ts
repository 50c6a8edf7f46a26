import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileOf } from "./es-module";

/** What the compiler, or Node.js, does not take in a file. */
export interface SyntaxFault {
  readonly text: string;
  /** `file:line:column`, from the folder of the program's sources. */
  readonly place: string;
  /** Whether it is an `await` outside of every function. */
  readonly isAwait: boolean;
}

/** `a.ts:2:10: ERROR: text`: esbuild, which compiles the program, counts columns from 0 and in bytes. */
const COMPILER = /^(.+):(\d+):(\d+): ERROR: (.+)$/m;

/** The line, the code and a mark under it that Node.js writes before the trace of a syntax error. */
const NODE = /^((?:\/|[A-Z]:\\|file:)[^\n]+):(\d+)\n[^\n]*\n( *)\^/;

/** What a syntax error of the compiler or of Node.js says, and where; undefined for another error. */
export function syntaxFault(error: Error, folder: string): SyntaxFault | undefined {
  const { name, message, stack = "" } = error;
  const [, compiled, row, bytes, text = ""] =
    name === "TransformError" ? (COMPILER.exec(message) ?? []) : [];
  if (compiled !== undefined) {
    const column = characters(compiled, Number(row), Number(bytes)) + 1;
    const isAwait = text.startsWith("Top-level await");
    return { text, isAwait, place: `${path.relative(folder, compiled)}:${row}:${column}` };
  }
  const [, file, line, indent = ""] = name === "SyntaxError" ? (NODE.exec(stack) ?? []) : [];
  if (file === undefined) return undefined;
  return {
    text: message,
    isAwait: false,
    place: `${path.relative(folder, fileOf(file))}:${line}:${indent.length + 1}`,
  };
}

/** How many characters a number of bytes is at the start of a line. */
function characters(file: string, line: number, bytes: number): number {
  const text = existsSync(file) ? readFileSync(file, "utf8").split("\n")[line - 1] : undefined;
  if (text === undefined) return bytes;
  return Buffer.from(text).subarray(0, bytes).toString().length;
}
