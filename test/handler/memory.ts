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
      return { ETag: tagOf(existing), Body: { transformToString: () => existing } };
    }
    if (command instanceof DeleteObjectCommand) this.objects.delete(place);
    if (command instanceof PutObjectCommand) {
      const { IfNoneMatch, IfMatch } = input;
      if (IfNoneMatch !== undefined && existing !== undefined)
        throw s3Error("PreconditionFailed", 412);
      if (IfMatch !== undefined && tagOf(existing) !== IfMatch)
        throw s3Error("PreconditionFailed", 412);
      this.objects.set(place, input.Body!);
    }
    return {};
  }
}

/** An error as the SDK gives it. Without a status: the request never got an answer. */
export function s3Error(name: string, httpStatusCode?: number): Error {
  return Object.assign(new Error(`${name} from S3`), { name, $metadata: { httpStatusCode } });
}

function tagOf(text: string | undefined): string {
  return `"${text?.length}-${text?.slice(-20)}"`;
}
