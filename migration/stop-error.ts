import * as pulumi from "@pulumi/pulumi";

/**
 * Ends the program with its message and nothing else. Pulumi's SDK puts "error serializing property" before the message
 * of an error, once for each property that it passes through, and keeps the error itself: this one's message stays.
 */
export class StopError extends pulumi.RunError {
  public constructor(message: string) {
    super(message);
    Object.defineProperty(this, "message", { get: () => message, set: () => undefined });
  }
}
