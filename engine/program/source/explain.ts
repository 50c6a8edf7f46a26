import { display } from "../../../statemachine/json";
import Module, { findSourceMap, SourceMap } from "node:module";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { fileOf } from "./es-module";
import { isProgramFile } from "./load";
import { syntaxFault } from "./syntax";

/** Frames of the program that an unexpected error shows: the innermost says where, the others how it came there. */
const MOST_FRAMES = 3;

/** What the SDK puts before the error of an input, once for each resource that the error passes through. */
const WRAPPING = /^(error serializing property "[^"]*": )+/;

/**
 * The text of an error for a person: Pulumi's own errors list what is wrong with each input, any other shows where in the
 * program's sources it was thrown.
 *
 * @param folder where the program's sources are
 */
export function explain(error: unknown, folder: string): string {
  if (!(error instanceof Error)) return display(error);
  const fault = syntaxFault(error, folder);
  if (fault !== undefined) return `SyntaxError: ${fault.text}\n    at ${fault.place}`;
  const details = pulumi.InputPropertiesError.isInstance(error) ? (error.errors ?? []) : [];
  const missing = details.filter(({ propertyPath }) => !error.message.includes(propertyPath));
  const message = error.message.replace(WRAPPING, "");
  const kind = error.name === "Error" || isMeantForUser(error) ? "" : `${error.name}: `;
  return [
    `${kind}${message}`,
    ...missing.map(({ propertyPath, reason }) => `  ${propertyPath}: ${reason}`),
    ...(isMeantForUser(error) ? [] : places(error, folder).map((place) => `    at ${place}`)),
  ].join("\n");
}

/** Pulumi shows these without a stack trace: their message says what to do. */
function isMeantForUser(error: Error): boolean {
  return (
    error.name === "UsageError" ||
    pulumi.RunError.isInstance(error) ||
    pulumi.ResourceError.isInstance(error) ||
    pulumi.InputPropertiesError.isInstance(error)
  );
}

/** Where a function of a module stood, which is a file or, for an ES module, an address. */
interface Frame {
  readonly module: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const FRAME = /^ +at (?:async )?(?:[^(\n]* \()?((?:\/|[A-Z]:\\|file:)[^()\n]+):(\d+):(\d+)\)?$/gm;

/**
 * Where in the program's own files an error was thrown, innermost first, as `file:line:column` from its folder; where it
 * waited for a package, the place in that.
 */
function places({ stack = "" }: Error, folder: string): string[] {
  const frames = [...stack.matchAll(FRAME)].map(([, module = "", line, column]) => {
    return { module, file: fileOf(module), line: Number(line), column: Number(column) };
  });
  const own = frames.filter(({ file }) => isProgramFile(file, folder));
  const lines = (own.length > 0 ? own : frames.slice(0, 1)).map((frame) => {
    const [row, place] = original(frame);
    return { row: `${path.relative(folder, frame.file)}:${row}`, place };
  });
  return lines
    .filter(({ row }, index) => row !== lines[index - 1]?.row)
    .slice(0, MOST_FRAMES)
    .map(({ row, place }) => `${row}:${place}`);
}

type Compile = (
  module: { readonly _compile: (text: string) => void; readonly filename: string },
  file: string,
) => void;

/** The line and column of the source, for those of what it was compiled to. */
function original({ module, file, line, column }: Frame): [number, number] {
  const found = (findSourceMap(module) ?? mapOf(file))?.findEntry(line - 1, column - 1);
  if (found === undefined || !("originalLine" in found)) return [line, column];
  return [found.originalLine + 1, found.originalColumn + 1];
}

/**
 * The map of a file that was required. It is compiled once more, with a map and without being run: to keep every map from the
 * start would cost a fifth of it.
 */
function mapOf(file: string): SourceMap | undefined {
  let compiled = "";
  const { sourceMapsEnabled } = process as { sourceMapsEnabled?: boolean };
  const compile = (Module as unknown as { _extensions: Record<string, Compile | undefined> })
    ._extensions[path.extname(file)];
  process.setSourceMapsEnabled(true);
  try {
    compile?.({ _compile: (text) => (compiled = text), filename: file }, file);
  } finally {
    process.setSourceMapsEnabled(sourceMapsEnabled ?? false);
  }
  const [, map] = /sourceMappingURL=data:application\/json[^,]*,(\S+)\s*$/.exec(compiled) ?? [];
  if (map === undefined) return undefined;
  const json = JSON.parse(Buffer.from(map, "base64").toString()) as ConstructorParameters<
    typeof SourceMap
  >[0];
  return new SourceMap(json);
}
