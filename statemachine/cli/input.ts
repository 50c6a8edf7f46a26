import { fstatSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { readText, type ReadText } from "../definition/parse";
import { isRecord, type JsonRecord } from "../json";
import { machinesIn, readEmbedded, readWhole, type Embedded } from "../embedded";
import { UsageError } from "./exit";
import { reasonOf } from "./files";

/** Longest file that is read, in bytes: sixty times what AWS takes, so that the linter can still say so. */
const MOST_BYTES = 64 * 1_048_576;

/** How standard input is named in messages. */
const STDIN = "-";

const DEFINITION = "a definition is JSON or YAML";

/**
 * The text of a file, or of standard input for `-`.
 *
 * @param what what the file should have in it, for the message when it is no text
 * @throws UsageError for a file that is missing, no file, too large, or no text.
 */
export function readInput(file: string, what = DEFINITION): string {
  const bytes = file === STDIN ? readStdin() : readFile(file);
  const name = file === STDIN ? "standard input" : file;
  if (bytes.byteLength > MOST_BYTES) throw tooLarge(name, bytes.byteLength);
  if (bytes.includes(0)) throw notText(name, what);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notText(name, what);
  }
}

/**
 * The definition in a file, JSON or YAML; of a template that of its state machine.
 *
 * @param machine which of several: its logical id or Terraform address
 * @throws UsageError when it cannot be read.
 */
export function readDefinition(file: string, machine?: string): unknown {
  const read = valueOf(file, readWhole(readInput(file)));
  const machines = machinesIn(read.value);
  if (machines === undefined) return read.value;
  const chosen = choose(file, machines, machine);
  const { definition } = chosen;
  if (definition.is === "file") {
    const beside = path.join(path.dirname(file), definition.file);
    return valueOf(beside, readWhole(readInput(beside))).value;
  }
  const embedded = readEmbedded(chosen, read);
  if (embedded !== undefined) return valueOf(`${file}: ${chosen.name}`, embedded).value;
  const reason = "reason" in definition ? definition.reason : "";
  throw new UsageError(`${file}: ${chosen.name}: ${reason}`);
}

/**
 * As {@link readDefinition}, for a command that makes sense of a definition alone.
 *
 * @throws UsageError when it cannot be read, or has no States
 */
export function readStates(file: string, machine?: string): JsonRecord {
  const definition = readDefinition(file, machine);
  if (isRecord(definition) && isRecord(definition["States"])) return definition;
  throw new UsageError(
    `${file}: this is not a definition, which is an object with StartAt and States`,
  );
}

/**
 * The value of a file in JSON or YAML that is not a definition.
 *
 * @param what what it should be, for messages: `grants are JSON or YAML`
 * @throws UsageError when it cannot be read.
 */
export function readValue(file: string, what: string): unknown {
  return valueOf(file, readText(readInput(file, what))).value;
}

function choose(file: string, machines: readonly Embedded[], name: string | undefined): Embedded {
  if (machines.length === 0) {
    const wanted = "a definition, an object with StartAt and States";
    throw new UsageError(
      `${file} is a template without a state machine: name one that has, or ${wanted}`,
    );
  }
  const names = machines.map((machine) => machine.name).join(", ");
  const [only, ...others] =
    name === undefined ? machines : machines.filter((machine) => machine.name === name);
  if (only !== undefined && others.length === 0) return only;
  const problem =
    name === undefined ? `${machines.length} state machines` : `no state machine '${name}'`;
  throw new UsageError(`${file} has ${problem}: name one with --machine, of ${names}`);
}

function valueOf(name: string, read: ReadText): ReadText {
  const { readable, syntaxError, tooLong } = read;
  if (readable) return read;
  throw new UsageError(`${name}: ${syntaxError ?? tooLong}`);
}

function readFile(file: string): Buffer {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) throw new UsageError(`${file} is a directory; name the files in it`);
    if (stats.size > MOST_BYTES) throw tooLarge(file, stats.size);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${file}: ${reasonOf(error, "there is no such file")}`);
  }
}

function readStdin(): Buffer {
  try {
    if (fstatSync(0).isDirectory()) throw new UsageError("standard input is a directory");
    return readFileSync(0);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // A terminal or a closed standard input has nothing to read.
    throw new UsageError(`cannot read standard input: ${(error as Error).message}`);
  }
}

function tooLarge(name: string, bytes: number): UsageError {
  const size = Math.ceil(bytes / 1_048_576);
  return new UsageError(`${name} has ${size} MiB; a definition has at most 1 MiB`);
}

function notText(name: string, what: string): UsageError {
  return new UsageError(`${name} is not text: ${what} in UTF-8`);
}
