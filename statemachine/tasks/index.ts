/**
 * Task states in JSONata with parameters that the compiler checks, and with the retries and timeouts that the linter
 * asks for. What they give is a plain state: write over any field, or write the state by hand.
 */
import type { JsonataTask, Json, JsonObject, Retrier } from "../definition/types";
import { CRASHES, PASSING_FAULTS } from "../integrations/faults";
import type { Calls, Expression } from "./calls";

export type { Calls, Expression } from "./calls";

/** A call as its Resource ends: `dynamodb:putItem`, `glue:startJobRun.sync`, or `aws-sdk:s3:getObject`. */
export type CallName =
  | {
      [Name in keyof Calls<never>]: Name | `${Name}.${Calls<never>[Name]["patterns"]}`;
    }[keyof Calls<never>]
  | SdkCall;

type SdkCall = `aws-sdk:${string}:${string}`;

/** The integration that a call is of. */
type Base<Name extends string> = Name extends `${infer Call}.${string}` ? Call : Name;

/** What a call is given: its parameters, or an expression for all of them. */
export type CallArguments<Name extends CallName, Leaf = never> =
  | Expression
  | (Base<Name> extends keyof Calls<Leaf>
      ? Calls<Leaf>[Base<Name>]["arguments"]
      : JsonObject<Leaf>);

/** The other fields of a Task. `Retry` comes before the presets; without `Next` the state is the last. */
export type TaskFields<Leaf = never> = Partial<
  Pick<
    JsonataTask<Leaf>,
    | "Assign"
    | "Catch"
    | "Comment"
    | "Credentials"
    | "HeartbeatSeconds"
    | "Output"
    | "Retry"
    | "TimeoutSeconds"
  >
> & { readonly Next?: string };

/** A function: its ARN, or what has it, such as a `LambdaFunction` with its timeout, which is no number while it is not known. */
// In place: a type with a name of its own is called by it in the schema of the components, where this is a `BatchProcess`.
export type InvokedFunction<Leaf = never> =
  string | Leaf | { readonly arn: string | Leaf; readonly timeoutSeconds?: number | object };

/** The helpers for definitions whose values may be a `Leaf`. */
export interface TaskHelpers<Leaf = never> {
  /**
   * A Task that makes a call of the table of integrations or of the SDK, for example
   * `task("dynamodb:putItem", { TableName, Item: { id: "{% $states.input.id %}" } }, { Next: "Pay" })`.
   */
  readonly task: <const Name extends CallName>(
    call: Name,
    args: CallArguments<Name, Leaf>,
    fields?: TaskFields<Leaf>,
  ) => JsonataTask<Leaf>;
  /**
   * A Task that calls a function with the state's input, or `payload`, and gives what the function answers. It waits as
   * long as the function may run and ten seconds more.
   */
  readonly lambdaInvoke: (
    target: InvokedFunction<Leaf>,
    fields?: TaskFields<Leaf> & { readonly payload?: Json<Leaf> },
  ) => JsonataTask<Leaf>;
}

/** Helpers for definitions whose values may be a `Leaf`, such as a Pulumi Output. */
export function taskHelpers<Leaf = never>(): TaskHelpers<Leaf> {
  const task: TaskHelpers<Leaf>["task"] = (call, args, { Retry = [], Next, ...fields } = {}) => {
    const [, service = "", pattern = ""] = /^([^:]+):[^.]*(?:\.(.*))?$/.exec(call) ?? [];
    const retries: readonly Retrier<Leaf>[] = [...Retry, ...retriesOf(service, pattern)];
    return {
      Type: "Task",
      Resource: `arn:aws:states:::${call}`,
      Arguments: args as Json<Leaf>,
      ...limitsOf(service, pattern),
      ...(retries.length > 0 && { Retry: retries }),
      ...fields,
      ...(Next === undefined ? { End: true } : { Next }),
    };
  };
  const lambdaInvoke: TaskHelpers<Leaf>["lambdaInvoke"] = (target, options = {}) => {
    const { payload = "{% $states.input %}", ...fields } = options;
    const { arn, timeoutSeconds } = functionOf(target);
    const limit = typeof timeoutSeconds === "number" ? { TimeoutSeconds: timeoutSeconds + 10 } : {};
    const Output = "{% $states.result.Payload %}";
    const given = { FunctionName: arn, Payload: payload } as CallArguments<"lambda:invoke", Leaf>;
    return task("lambda:invoke", given, { Output, ...limit, ...fields });
  };
  return { task, lambdaInvoke };
}

/** An Output answers to every property, `arn` too, so what only has an ARN is told by its own properties. */
function functionOf<Leaf>(target: InvokedFunction<Leaf>): {
  readonly arn: string | Leaf;
  readonly timeoutSeconds?: unknown;
} {
  const hasArn = typeof target === "object" && target !== null && Object.hasOwn(target, "arn");
  return hasArn ? (target as { readonly arn: string | Leaf }) : { arn: target as string | Leaf };
}

/** How passing faults are retried: with delays that grow and full jitter. */
const BACKOFF = {
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: "FULL",
} as const;

/**
 * The retries of a call: the service's passing faults; of a function also its crashes; of another service, where it
 * answers at once, every fault, a few times. A job and a wait for a token are not begun again by themselves.
 */
function retriesOf(service: string, pattern: string): Retrier[] {
  const faults = PASSING_FAULTS[service];
  // Six attempts take about two minutes.
  const known = faults && [{ ErrorEquals: faults, MaxAttempts: 6, ...BACKOFF }];
  // Faults that say nothing of themselves, and crashes.
  const few = (...ErrorEquals: string[]): Retrier => ({ ErrorEquals, MaxAttempts: 2, ...BACKOFF });
  if (service === "lambda") return [...known!, few(...CRASHES)];
  if (pattern !== "") return known ?? [];
  return known ?? [few("States.TaskFailed", "States.Timeout")];
}

/** How long a call may take, in seconds, when nobody says otherwise. */
function limitsOf(service: string, pattern: string): Readonly<Record<string, number>> {
  if (pattern === "waitForTaskToken") return { TimeoutSeconds: 86_400, HeartbeatSeconds: 3_600 };
  if (pattern !== "") return { TimeoutSeconds: 3_600 };
  return { TimeoutSeconds: service === "lambda" ? LONGEST_RUN : 60 };
}

/** What a function can run at most (Lambda's limit), and a moment for the call itself. */
const LONGEST_RUN = 910;

/** The helpers for definitions of plain values. */
export const { task, lambdaInvoke } = taskHelpers();
