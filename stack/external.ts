import type * as pulumi from "@pulumi/pulumi";
import { type StateMachine } from "../components";

/** Where payloads are: a bucket of this stack, or one from outside. */
export interface Payloads {
  readonly bucketName: pulumi.Input<string>;
  readonly arn: pulumi.Input<string>;
}

/** The function that does the work: of this stack, or one from outside, of which only the ARN may be known. */
export interface WorkFunction {
  /** ARN of the version that the workflow calls. */
  readonly arn: pulumi.Output<string>;
  readonly functionName?: pulumi.Output<string>;
}

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
