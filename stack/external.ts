import type * as pulumi from "@pulumi/pulumi";
import type { StateMachine } from "../components";
import type { Payloads, WorkFunction } from "./arguments";

/** What the stack uses instead of creating it; undefined for a part that it makes itself. */
export interface ExternalResources {
  /** ARN of the key. */
  readonly key?: pulumi.Output<string>;
  readonly payloads?: Payloads;
  readonly function?: WorkFunction;
  /** ARN of the role that the state machine runs with. */
  readonly role?: pulumi.Output<string>;
  readonly workflow?: StateMachine;
}
