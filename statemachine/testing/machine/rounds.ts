import { isRecord, record, type JsonRecord } from "../../json";
import { Failure, WorkflowTestError } from "../errors";
import type { Visit } from "./visit";

/** One run of the machine inside of a Map: of an item or of a batch. */
export interface Round {
  readonly input: unknown;
  /** Items in it. */
  readonly count: number;
  readonly item: JsonRecord;
}

type Entries = readonly (readonly [key: string | undefined, value: unknown])[];

/** What the machine inside of a Map runs for, and how many items that are. */
export async function roundsOf(visit: Visit): Promise<{ rounds: Round[]; total: number }> {
  const items = await itemsOf(visit);
  const rounds = await batches(visit, await inputs(visit, items));
  return { rounds, total: items.length };
}

/** The items, from the input or, with an ItemReader, from the test's handler of this state. */
async function itemsOf(visit: Visit): Promise<Entries> {
  const { name, retries, state, thread, language } = visit;
  const { ItemReader: reader } = state;
  let items: unknown;
  if (isRecord(reader)) {
    const request = await language.template(visit, reader.Parameters ?? reader.Arguments ?? {});
    items = await thread.recorder.task(name, retries, request);
    if (!Array.isArray(items) && !isRecord(items)) {
      throw new WorkflowTestError(
        `the handler of "${name}" stands in for its ItemReader and must give the list of items`,
      );
    }
  } else items = await language.items(visit);
  const config = record(record(state, "ItemReader"), "ReaderConfig");
  const negative = new Failure("States.ItemReaderFailed", "field MaxItems must be positive");
  const most = (await wholeNumber(visit, config, "MaxItems", negative)) ?? 0;
  const entries = entriesOf(items);
  if (!entries)
    throw language.invalid(`a Map needs a list or an object, not ${JSON.stringify(items)}`);
  return most === 0 ? entries : entries.slice(0, most);
}

function entriesOf(items: unknown): Entries | undefined {
  if (Array.isArray(items)) return items.map((value) => [undefined, value as unknown] as const);
  return isRecord(items) ? Object.entries(items) : undefined;
}

/** What each item's machine gets: the item itself, a pair for one of an object, or what ItemSelector makes of it. */
async function inputs(visit: Visit, items: Entries): Promise<Round[]> {
  const { state, language } = visit;
  const selector = state.ItemSelector ?? state.Parameters;
  const rounds: Round[] = [];
  for (const [Index, [Key, Value]] of items.entries()) {
    const item = { Index, ...(Key === undefined ? {} : { Key }), Value };
    const plain = Key === undefined ? Value : { Key, Value };
    const context = { ...visit.context, Map: { Item: item } };
    const input =
      selector === undefined ? plain : await language.template({ ...visit, context }, selector);
    rounds.push({ input, count: 1, item });
  }
  return rounds;
}

/** The rounds with ItemBatcher: as many items together as its limits allow. */
async function batches(visit: Visit, rounds: Round[]): Promise<Round[]> {
  const { state, language } = visit;
  const batcher = state.ItemBatcher;
  if (!isRecord(batcher)) return rounds;
  const most = (await wholeNumber(visit, batcher, "MaxItemsPerBatch")) ?? Infinity;
  const mostBytes = (await wholeNumber(visit, batcher, "MaxInputBytesPerBatch")) ?? Infinity;
  const shared =
    batcher.BatchInput === undefined
      ? {}
      : { BatchInput: await language.template(visit, batcher.BatchInput) };
  const batched: unknown[][] = [];
  let bytes = 0;
  for (const { input } of rounds) {
    const size = Buffer.byteLength(JSON.stringify(input));
    const batch = batched.at(-1);
    if (batch && batch.length < most && bytes + size <= mostBytes) {
      batch.push(input);
      bytes += size;
    } else {
      batched.push([input]);
      bytes = size;
    }
  }
  return batched.map((Items, Index) => {
    const input = { ...shared, Items };
    return { input, count: Items.length, item: { Index, Value: input } };
  });
}

/**
 * A field of a Map that counts something; a path may lead to a text of digits.
 *
 * @param negative what a number below 0 gives; by default what any other value gives
 */
export async function wholeNumber(
  visit: Visit,
  fields: JsonRecord,
  field: string,
  negative?: Failure,
): Promise<number | undefined> {
  const { language } = visit;
  const given = await language.value(visit, fields, field);
  if (given === undefined) return undefined;
  const isText = typeof given === "string" && fields[`${field}Path`] !== undefined;
  const value = isText && /^-?\d+$/u.test(given) ? Number(given) : given;
  if (Number.isInteger(value) && Number(value) >= 0) return Number(value);
  if (negative && Number(value) < 0) throw negative;
  throw language.invalid(
    `'${field}' is ${JSON.stringify(given)}, not a whole number of at least 0`,
  );
}
