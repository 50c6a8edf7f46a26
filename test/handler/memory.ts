import { createHash } from "node:crypto";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

/** One request that reached the bucket. */
export interface Request {
  readonly verb: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** S3 with conditional writes, in memory. */
export class MemoryBucket {
  public readonly objects = new Map<string, string>();
  public readonly requests: Request[] = [];
  /** Answers the next requests instead of the bucket: an error to throw, or undefined to pass one on. */
  public readonly faults: (Error | undefined)[] = [];

  /** How those who put objects there wrote them. */
  public encoding: "utf8" | "latin1" = "utf8";

  /** So many writes are done and their answer lost, upon which the SDK writes again. */
  public lostAnswers = 0;

  /** What the code under test takes for a client. */
  public get client(): S3Client {
    return {
      send: (command: object) => Promise.resolve().then(() => this.answer(command)),
    } as S3Client;
  }

  private answer(command: object): object {
    const { input } = command as { input: Record<string, string> };
    this.requests.push({ verb: command.constructor.name.replace("Command", ""), input });
    const fault = this.faults.shift();
    if (fault) throw fault;
    const place = `${input.Bucket}/${input.Key}`;
    const existing = this.objects.get(place);
    if (command instanceof GetObjectCommand) {
      if (existing === undefined) throw s3Error("NoSuchKey", 404);
      const bytes = Buffer.from(existing, this.encoding);
      return { ETag: tagOf(existing), Body: { transformToByteArray: () => bytes } };
    }
    assertCondition(input, existing);
    if (command instanceof DeleteObjectCommand) this.objects.delete(place);
    if (command instanceof PutObjectCommand) this.objects.set(place, input.Body!);
    if (this.lostAnswers > 0 && this.lostAnswers--) return this.answer(command);
    return { ETag: tagOf(input.Body) };
  }
}

/** What S3 says about the condition of a write or a removal. */
function assertCondition(
  { IfNoneMatch, IfMatch }: Record<string, string>,
  existing?: string,
): void {
  if (IfMatch !== undefined && existing === undefined) throw s3Error("NoSuchKey", 404);
  const fails =
    (IfNoneMatch !== undefined && existing !== undefined) ||
    (IfMatch !== undefined && tagOf(existing) !== IfMatch);
  if (fails) throw s3Error("PreconditionFailed", 412);
}

/** An error as the SDK gives it. Without a status: the request never got an answer. */
export function s3Error(name: string, httpStatusCode?: number): Error {
  return Object.assign(new Error(`${name} from S3`), { name, $metadata: { httpStatusCode } });
}

function tagOf(text: string | undefined): string {
  return `"${createHash("md5")
    .update(text ?? "")
    .digest("hex")}"`;
}
