import { isUtf8 } from "node:buffer";
import { fstatSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { readText, type ReadText } from "../definition/parse";
import { isRecord, type JsonRecord } from "../json";
import { machinesIn, readEmbedded, readWhole, type Embedded } from "../embedded";
import { UsageError } from "./exit";
import { decoded, isUtf16, reasonOf } from "./files";

/** Longest file that is read, in bytes: sixty times what AWS takes, so that the linter can still say so. */
const MOST_BYTES = 64 * 1_048_576;

/** How standard input is named in messages. */
const STDIN = "-";

/**
 * The text of a definition in a file, or in standard input for `-`.
 *
 * @throws UsageError for a file that is missing, no file, too large, or no text.
 */
export function readInput(file: string): string {
  return decode(file, readBytes(file), "a definition is JSON or YAML");
}

function decode(file: string, bytes: Buffer, what: string): string {
  if (!isUtf8(bytes) || bytes.includes(0))
    throw new UsageError(`${nameOf(file)} is not text: ${what} in UTF-8`);
  return decoded(bytes);
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
  const bytes = readBytes(file);
  // As Windows PowerShell writes what the AWS CLI prints; a definition in it could not be deployed.
  const text = isUtf16(bytes) ? decoded(bytes) : decode(file, bytes, what);
  return valueOf(file, readText(text)).value;
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

function nameOf(file: string): string {
  return file === STDIN ? "standard input" : file;
}

function readBytes(file: string): Buffer {
  const name = nameOf(file);
  const source = file === STDIN ? 0 : file;
  try {
    const stats = source === 0 ? fstatSync(0) : statSync(source);
    if (stats.isDirectory()) throw new UsageError(`${name} is a directory; name the files in it`);
    checkSize(name, stats.size);
    const bytes = readFileSync(source);
    // Of a pipe the size is known only now.
    checkSize(name, bytes.byteLength);
    return bytes;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${name}: ${reasonOf(error, "there is no such file")}`);
  }
}

function checkSize(name: string, bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  const size = Math.ceil(bytes / 1_048_576);
  throw new UsageError(`${name} has ${size} MiB; a definition has at most 1 MiB`);
}
