import {
  IdempotencyItemAlreadyExistsError,
  IdempotencyItemNotFoundError,
  IdempotencyRecordStatus,
} from "@aws-lambda-powertools/idempotency";
import {
  BasePersistenceLayer,
  IdempotencyRecord,
} from "@aws-lambda-powertools/idempotency/persistence";
import { type IdempotencyRecordOptions } from "@aws-lambda-powertools/idempotency/types";
import { PayloadNotReadyError } from "./errors";
import {
  ConditionFailed,
  readText,
  remove,
  writeText,
  type Bucket,
  type WriteCondition,
} from "./storage";

/**
 * Powertools idempotency records in S3, one small object for each piece of work. S3's conditional writes give the one
 * promise that the records need, that of two writers one wins, without a table that costs and needs permissions of
 * its own. The bucket's lifecycle removes old records.
 */
export class S3PersistenceLayer extends BasePersistenceLayer {
  public constructor(private readonly store: Bucket) {
    super();
  }

  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    try {
      await this.write(record, { IfNoneMatch: "*" });
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      await this.takeOver(record);
    }
  }

  protected override async _getRecord(key: string): Promise<IdempotencyRecord> {
    return (await this.read(key)).record;
  }

  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    await this.write(record);
  }

  protected override async _deleteRecord(record: IdempotencyRecord): Promise<void> {
    await remove(this.store, objectKey(record.idempotencyKey));
  }

  /** Replaces a record that is past its time, unless another invocation does so first. */
  private async takeOver(record: IdempotencyRecord): Promise<void> {
    const { record: existing, tag } = await this.read(record.idempotencyKey);
    if (!isOver(existing) || tag === undefined) throw alreadyThere(existing);
    try {
      await this.write(record, { IfMatch: tag });
    } catch (error) {
      throw error instanceof ConditionFailed ? alreadyThere(undefined) : error;
    }
  }

  private async read(key: string): Promise<{ record: IdempotencyRecord; tag?: string }> {
    try {
      const location = { bucket: this.store.bucket, key: objectKey(key) };
      const { text, tag } = await readText(this.store.client, location);
      const record = new IdempotencyRecord(JSON.parse(text) as IdempotencyRecordOptions);
      return tag === undefined ? { record } : { record, tag };
    } catch (error) {
      if (!(error instanceof PayloadNotReadyError)) throw error;
      throw new IdempotencyItemNotFoundError(`no record ${key}`, { cause: error });
    }
  }

  private async write(record: IdempotencyRecord, condition?: WriteCondition): Promise<void> {
    await writeText(
      this.store,
      objectKey(record.idempotencyKey),
      JSON.stringify(record),
      condition,
    );
  }
}

/** Whether the work of a record may be done again: it expired, or its invocation died on the way. */
function isOver(record: IdempotencyRecord): boolean {
  if (record.isExpired()) return true;
  const died = (record.inProgressExpiryTimestamp ?? Infinity) < Date.now();
  return died && record.getStatus() === IdempotencyRecordStatus.INPROGRESS;
}

function alreadyThere(existing: IdempotencyRecord | undefined): Error {
  return new IdempotencyItemAlreadyExistsError("the work has a record already", existing);
}

/** Record keys are `<function>#<hash in base64>`: both `/` and `+` read badly in an object key. */
function objectKey(key: string): string {
  return `records/${Buffer.from(key).toString("base64url")}.json`;
}
