import { isRecord, own } from "../../json";
import { TaskError, WorkflowTestError } from "../errors";
import type { Readable } from "./fields";
import { INTRINSICS } from "./intrinsics";
import { read } from "./path";

/** A payload template of JSONPath: each field that ends in `.$` becomes what its path or function gives. */
export function fill(template: unknown, from: Readable): unknown {
  if (Array.isArray(template)) return template.map((each) => fill(each, from));
  if (!isRecord(template)) return template;
  const entries = Object.entries(template).map(([key, value]) =>
    key.endsWith(".$") ? [key.slice(0, -2), compute(value, from, key)] : [key, fill(value, from)],
  );
  return Object.fromEntries(entries) as unknown;
}

/**
 * What a path or a call of intrinsic functions gives.
 *
 * @throws WorkflowTestError for text that is neither, which AWS would not have accepted.
 */
export function compute(source: unknown, from: Readable, field: string): unknown {
  if (typeof source !== "string") {
    throw new WorkflowTestError(`"${field}" is ${JSON.stringify(source)}, not a path or function`);
  }
  if (!source.startsWith("States.")) return read(source, from, field);
  const call = new Call(source, from);
  const value = call.expression();
  if (!call.atEnd()) throw call.wrong("the end");
  return value;
}

const NAME = /[A-Za-z0-9.]+/uy;
const LITERAL = /'((?:[^'\\]|\\.)*)'|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(null|true|false)\b/uy;
const BLANK = /\s*/uy;

/** Reads and evaluates the text of a call from left to right. */
class Call {
  private at = 0;

  public constructor(
    private readonly source: string,
    private readonly from: Readable,
  ) {}

  public expression(raw = false): unknown {
    this.match(BLANK);
    if (this.source[this.at] === "$") return read(this.path(), this.from, this.source);
    if (this.source.startsWith("States.", this.at)) return this.call();
    const literal = this.match(LITERAL);
    if (!literal) throw this.wrong("a path, a function, text in single quotes or a number");
    const [, quoted, number, word] = literal;
    // States.Format reads the escapes of its template itself: \{ is not a place for a value.
    if (quoted !== undefined) return raw ? quoted : quoted.replaceAll(/\\(.)/gu, "$1");
    return number === undefined ? (JSON.parse(word ?? "null") as unknown) : Number(number);
  }

  public atEnd(): boolean {
    this.match(BLANK);
    return this.at === this.source.length;
  }

  public wrong(expected: string): WorkflowTestError {
    return new WorkflowTestError(
      `${this.source} is not a call of an intrinsic function: expected ${expected} at character ${this.at + 1}`,
    );
  }

  private call(): unknown {
    const name = this.match(NAME)?.[0] ?? "";
    const intrinsic = own(INTRINSICS, name);
    if (!intrinsic) {
      const known = Object.keys(INTRINSICS).join(", ");
      throw new WorkflowTestError(`${name} is not an intrinsic function (${known})`);
    }
    const values = this.values(name === "States.Format");
    const [fewest, most] = intrinsic.count;
    if (values.length < fewest || values.length > most) {
      throw new WorkflowTestError(`${name} has ${values.length} arguments: ${this.source}`);
    }
    try {
      return intrinsic.call(...values);
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
      throw new TaskError(
        error.name,
        `the function '${this.source}' had the following error: ${error.message}`,
      );
    }
  }

  private values(raw: boolean): unknown[] {
    if (!this.skip("(")) throw this.wrong("(");
    const values: unknown[] = [];
    if (this.skip(")")) return values;
    do values.push(this.expression(raw && values.length === 0));
    while (this.skip(","));
    if (!this.skip(")")) throw this.wrong(") or a comma");
    return values;
  }

  /** A path ends at a comma or bracket that does not stand inside of its own brackets or quotes. */
  private path(): string {
    const start = this.at;
    let depth = 0;
    let quote = "";
    for (; this.at < this.source.length; this.at += 1) {
      const letter = this.source[this.at] ?? "";
      if (quote !== "") quote = letter === quote ? "" : quote;
      else if (letter === "'" || letter === '"') quote = letter;
      else if (letter === "[" || letter === "(") depth += 1;
      else if (depth === 0 && (letter === "," || letter === ")")) break;
      else if (letter === "]" || letter === ")") depth -= 1;
    }
    return this.source.slice(start, this.at).trim();
  }

  private skip(letter: string): boolean {
    this.match(BLANK);
    if (this.source[this.at] !== letter) return false;
    this.at += 1;
    return true;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source);
    if (match) this.at = pattern.lastIndex;
    return match;
  }
}
