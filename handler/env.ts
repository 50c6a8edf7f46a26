import { ConfigurationError } from "./errors";

/** What the function is told by its environment. */
export interface Environment {
  /** The bucket for payloads and for the records of finished work. Without it work is not recorded. */
  readonly payloadBucket?: string;
  /** The KMS key that the bucket's policy asks writers to name. Without it the bucket's default encryption applies. */
  readonly payloadKeyArn?: string;
  /** Other buckets that references may name. Defaults to none. */
  readonly readBuckets?: readonly string[];
}

const BUCKET = "PAYLOAD_BUCKET";
const KEY = "PAYLOAD_KEY_ARN";
const READ = "PAYLOAD_READ_BUCKETS";

/**
 * Reads the environment once, at start-up, so that a wrong setting fails the first invocation and not the 400th.
 * @throws ConfigurationError naming the variable
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const payloadBucket = env[BUCKET] || undefined;
  const payloadKeyArn = env[KEY] || undefined;
  if (payloadKeyArn !== undefined && !/^arn:[\w-]+:kms:/.test(payloadKeyArn)) {
    throw new ConfigurationError(`${KEY} must be the ARN of a KMS key, not "${payloadKeyArn}"`);
  }
  if (payloadKeyArn !== undefined && payloadBucket === undefined) {
    throw new ConfigurationError(`${KEY} is set without ${BUCKET}: set both or none`);
  }
  const readBuckets = listOf(env[READ] ?? "");
  return {
    ...(readBuckets.length === 0 ? {} : { readBuckets }),
    ...(payloadBucket === undefined ? {} : { payloadBucket }),
    ...(payloadKeyArn === undefined ? {} : { payloadKeyArn }),
  };
}

/** Names with commas between them. */
function listOf(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  const wrong = names.find((name) => name !== "" && !/^[\w.-]+$/.test(name));
  if (wrong !== undefined) {
    throw new ConfigurationError(
      `${READ} must be the names of buckets with commas between them, and "${wrong}" is not a name`,
    );
  }
  return names.filter((name) => name !== "");
}
