import type { Permissions } from "./template";

/** How a task calls an integration: the ending of its Resource, or `requestResponse` for none. */
export type Pattern = "requestResponse" | "sync" | "sync:2" | "waitForTaskToken";

/** One optimized integration, by `service:action` the row of a table. */
export interface Integration {
  readonly patterns: readonly Pattern[];
  /** What the role of the machine must be allowed to make a call. */
  readonly permissions: Permissions;
  /** SDK calls that ask how the job is doing: `.sync` waits for its end without them. */
  readonly polledBy?: readonly string[];
  /** The SDK call that does the same and leaves its answer to be decoded. */
  readonly replaces?: string;
}
