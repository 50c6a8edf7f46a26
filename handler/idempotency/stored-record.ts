import { IdempotencyRecordStatus } from "@aws-lambda-powertools/idempotency";
import { IdempotencyRecord } from "@aws-lambda-powertools/idempotency/persistence";
import { type IdempotencyRecordOptions } from "@aws-lambda-powertools/idempotency/types";

/** How long the outcome of finished work is remembered, in seconds. Longer than any execution of the workflow. */
export const REMEMBERED_SECONDS = 3_600;

/** How long a function can run at most, in milliseconds (Lambda's limit, 15 minutes). */
const LONGEST_RUN_MS = 900_000;

/** How long a record counts as under way after its invocation has to be over, in milliseconds: clocks differ. */
const MARGIN_MS = 1_000;

/** A record as it lies in the bucket. */
export interface StoredRecord {
  /** Undefined when what lies there is not a record. */
  readonly record: IdempotencyRecord | undefined;
  /** Who wrote it. */
  readonly owner: string | undefined;
}

/** The text of a record for the bucket. */
export function recordText(record: IdempotencyRecord, owner: string): string {
  return JSON.stringify({ ...record, owner });
}

/** Sets until when a record counts as under way: the end of its invocation, or the longest that one can take. */
export function limitProgress(record: IdempotencyRecord): void {
  const end = record.inProgressExpiryTimestamp ?? Date.now() + LONGEST_RUN_MS;
  record.inProgressExpiryTimestamp = end + MARGIN_MS;
}

/** Reads the text of a record. Whatever the handler cannot have written is none, so that it blocks nothing. */
export function parseRecord(text: string): StoredRecord {
  let value: Partial<IdempotencyRecordOptions> & { owner?: unknown };
  try {
    value = (JSON.parse(text) ?? {}) as typeof value;
  } catch {
    // Without the parser's message: it quotes the text, which holds an outcome.
    return { record: undefined, owner: undefined };
  }
  const owner = typeof value.owner === "string" ? value.owner : undefined;
  const record = isRecord(value) ? new IdempotencyRecord(value) : undefined;
  return { record, owner };
}

/** Whether the work of a record may be done again: there is no record, it expired, or its invocation died on the way. */
export function isOver(record: IdempotencyRecord | undefined): boolean {
  if (record === undefined || record.isExpired()) return true;
  const died = (record.inProgressExpiryTimestamp ?? 0) < Date.now();
  return died && record.getStatus() === IdempotencyRecordStatus.INPROGRESS;
}

/** Has to hold for what the handler writes; the times as well, or a wrong one would block its key for years. */
function isRecord(value: Partial<IdempotencyRecordOptions>): value is IdempotencyRecordOptions {
  const { idempotencyKey, status, expiryTimestamp, inProgressExpiryTimestamp } = value;
  if (typeof idempotencyKey !== "string") return false;
  const now = Date.now();
  if (!isWithin(expiryTimestamp, now / 1_000 + REMEMBERED_SECONDS + 60)) return false;
  return status === IdempotencyRecordStatus.INPROGRESS
    ? isWithin(inProgressExpiryTimestamp, now + LONGEST_RUN_MS + 60_000)
    : status === IdempotencyRecordStatus.COMPLETED;
}

function isWithin(time: unknown, latest: number): boolean {
  return typeof time === "number" && time <= latest;
}
