import type { ReadText } from "../definition/parse";
import { isDeferred } from "../definition/placeholder";
import { machinesIn, type Embedded } from "../embedded";
import { isRecord, measure, type JsonRecord, type Size } from "../json/values";

/** What AWS accepts of a definition in bytes (CreateStateMachine, `definition`). */
export const MAX_BYTES = 1_048_576;

/** Past this a document is not read any further: it is not a definition, and reading on would only take time. */
export const HARD_LIMIT: Size = { bytes: 8 * MAX_BYTES, depth: 1000 };

/** What is to be linted: a text and the value in it, or a value alone. */
export interface LintDocument extends ReadText {
  /** The value as a definition, when it can be one: an object that is not put in later and not a template. */
  readonly definition: JsonRecord | undefined;
  /** The machines in the value, when it is a template instead. */
  readonly machines: readonly Embedded[] | undefined;
  /** The size of the definition, as far as it was measured; zero when there is none. */
  readonly size: Size;
}

/** What is known of a document before its content is looked at. */
export function documentOf(read: ReadText): LintDocument {
  const { value } = read;
  const machines = machinesIn(value);
  const isDefinition = isRecord(value) && !isDeferred(value) && machines === undefined;
  const definition = isDefinition ? value : undefined;
  const size = isDefinition ? measure(value, HARD_LIMIT) : { bytes: 0, depth: 0 };
  return { ...read, machines, definition, size };
}
