/** How a state's last visit ended: `caught` went on along an error path, `stopped` was cut off by something else. */
export type VisitStatus = "succeeded" | "failed" | "caught" | "running" | "stopped";

/** One stay in one state; `undefined` is what the history does not say. */
export interface Visit {
  readonly state: string;
  /** The visit that led straight here, and the container's visit that this one is inside of. */
  readonly from: Visit | undefined;
  readonly parent?: Visit | undefined;
  readonly isContainer?: boolean;
  readonly start?: number | undefined;
  end?: number | undefined;
  /** Tries that were started, tries that failed, and whether the newest one did. */
  scheduled: number;
  failed: number;
  failing: boolean;
  error?: string | undefined;
  cause?: string | undefined;
  /** JSON texts. */
  readonly input?: string | undefined;
  output?: string | undefined;
  status: VisitStatus;
  readonly attempts?: number | undefined;
  readonly seconds?: number | undefined;
  followed?: boolean;
}

/** What a history says before it is summed up. */
export interface ExecutionHistory {
  /** In the order in which they began. */
  readonly visits: Visit[];
  /** SUCCEEDED, FAILED, TIMED_OUT, ABORTED or RUNNING. */
  readonly status: string;
  /** How long it took, when there are times. */
  readonly seconds?: number | undefined;
}
