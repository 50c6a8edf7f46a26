/** How a state's last visit ended: `caught` went on along an error path, `stopped` was cut off by something else. */
export type VisitStatus = "succeeded" | "failed" | "caught" | "running" | "stopped";

/** One stay in one state. */
export interface Visit {
  readonly state: string;
  /** The visit that led straight here, and the container's visit that this one is inside of. */
  readonly from?: Visit;
  readonly parent?: Visit;
  readonly isContainer?: boolean;
  start?: number;
  end?: number;
  /** Tries that were started, tries that failed, and whether the newest one did. */
  scheduled: number;
  failed: number;
  failing: boolean;
  error?: string;
  cause?: string;
  /** JSON texts, where the history has them. */
  readonly input?: string;
  output?: string;
  status: VisitStatus;
  attempts?: number;
  seconds?: number;
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
