import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  IdempotencyItemAlreadyExistsError,
  IdempotencyItemNotFoundError,
  IdempotencyRecordStatus,
} from "@aws-lambda-powertools/idempotency";
import {
  BasePersistenceLayer,
  type IdempotencyRecord,
} from "@aws-lambda-powertools/idempotency/persistence";
import { PayloadNotReadyError, ServiceUnavailableError, WorkInProgressError } from "../errors";
import { readText, remove, writeText, type Bucket, type WriteCondition } from "../storage";
import { ConditionFailed } from "../storage/errors";
import { isOver, limitProgress, parseRecord, recordText, type StoredRecord } from "./stored-record";

/** Says what went wrong without stopping the work. */
export type Warn = (message: string, error: Error) => void;

/** How often a record is tried to be taken while others come and go. */
const TAKE_TRIES = 4;

/** Milliseconds between the tries to write down what became of the work; the SDK tries three times in each. */
const PAUSES_MS = [50, 100, 200, 400, 800];

/**
 * Powertools idempotency records in S3, one small object for each piece of work; one layer for each invocation. S3's
 * conditional writes give the one promise that the records need, that of two writers one wins, without a table that
 * costs and needs permissions of its own. The bucket's lifecycle removes old records.
 */
export class S3PersistenceLayer extends BasePersistenceLayer {
  /** Tells a record of this invocation, whose write was done and its answer lost, from another's. */
  private readonly owner = randomUUID();
  /** Of the record that this invocation holds. */
  private tag: string | undefined;

  public constructor(
    private readonly store: Bucket,
    private readonly warn: Warn,
  ) {
    super();
  }

  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    limitProgress(record);
    this.tag = undefined;
    for (let tries = 0; tries < TAKE_TRIES; tries++) {
      if (await this.write(record)) return;
      const found = await this.find(record.idempotencyKey);
      this.tag = found?.tag;
      if (found === undefined) continue;
      if (found.owner === this.owner) return;
      if (!isOver(found.record)) {
        throw new IdempotencyItemAlreadyExistsError("the work has a record already", found.record);
      }
    }
    throw new WorkInProgressError("other invocations want to do the same work");
  }

  protected override async _getRecord(key: string): Promise<IdempotencyRecord> {
    const found = await this.find(key);
    if (found?.record === undefined) throw new IdempotencyItemNotFoundError(`no record ${key}`);
    return found.record;
  }

  /** Writes down the outcome. Never throws: the work is done, whatever becomes of its record. */
  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    await this.insist("the outcome is not recorded: a duplicate does the work again", async () => {
      if (await this.write(record)) return true;
      const found = await this.find(record.idempotencyKey);
      const ours = found === undefined || found.owner === this.owner;
      if (!ours) throw new WorkInProgressError("another invocation took the record over");
      this.tag = found?.tag;
      return found?.record?.getStatus() === IdempotencyRecordStatus.COMPLETED;
    });
  }

  /** Frees the record of failed work. Never throws: the work's own error is the one to tell. */
  protected override async _deleteRecord({ idempotencyKey }: IdempotencyRecord): Promise<void> {
    await this.insist("the record of the failed work stays until its time is over", async () => {
      try {
        await remove(this.store, objectKey(idempotencyKey), this.tag);
        return true;
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error;
        const found = await this.find(idempotencyKey);
        this.tag = found?.tag;
        return found?.owner !== this.owner;
      }
    });
  }

  /** Tries until `run` says that it is through, as long as S3 is only out of order and the invocation has time. */
  private async insist(warning: string, run: () => Promise<boolean>): Promise<void> {
    let last = new Error("S3 keeps refusing the condition");
    for (const pause of [...PAUSES_MS, Infinity]) {
      try {
        if (await run()) return;
      } catch (error) {
        last = error as Error;
        if (!(error instanceof ServiceUnavailableError)) break;
      }
      if (Date.now() + pause >= (this.store.deadline ?? Number.MAX_VALUE)) break;
      await sleep(pause);
    }
    this.warn(warning, last);
  }

  /** Writes a record while the bucket holds the one that this invocation knows, or none; else gives false. */
  private async write(record: IdempotencyRecord): Promise<boolean> {
    const condition: WriteCondition =
      this.tag === undefined ? { IfNoneMatch: "*" } : { IfMatch: this.tag };
    const text = recordText(record, this.owner);
    try {
      this.tag = await writeText(this.store, objectKey(record.idempotencyKey), text, condition);
      return true;
    } catch (error) {
      if (error instanceof ConditionFailed) return false;
      throw error;
    }
  }

  private async find(key: string): Promise<(StoredRecord & { tag?: string }) | undefined> {
    const location = { bucket: this.store.bucket, key: objectKey(key) };
    try {
      const { text, tag } = await readText(this.store, location);
      return { ...parseRecord(text ?? ""), ...(tag === undefined ? {} : { tag }) };
    } catch (error) {
      if (error instanceof PayloadNotReadyError) return undefined;
      throw error;
    }
  }
}

/** Record keys are `<function>#<hash in base64>`: both `/` and `+` read badly in an object key. */
function objectKey(key: string): string {
  return `records/${Buffer.from(key).toString("base64url")}.json`;
}
