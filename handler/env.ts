import { ConfigurationError } from "./errors";

/** What the function is told by its environment. */
export interface Environment {
  /** The bucket for payloads and for the records of finished work. Without it work is not recorded. */
  readonly payloadBucket?: string;
  /** The KMS key that the bucket's policy asks writers to name. Without it the bucket's default encryption applies. */
  readonly payloadKeyArn?: string;
}

const BUCKET = "PAYLOAD_BUCKET";
const KEY = "PAYLOAD_KEY_ARN";

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
  return {
    ...(payloadBucket === undefined ? {} : { payloadBucket }),
    ...(payloadKeyArn === undefined ? {} : { payloadKeyArn }),
  };
}
