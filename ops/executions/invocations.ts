import { parseArn } from "../../statemachine/iam";
import { allStates } from "../../statemachine/definition";
import { isRecord, jsonIn, type JsonRecord } from "../../statemachine/json";
import { detailsOf, type ExecutionEvent } from "../failures/failure";

/** A call of a Lambda function. */
export interface Invocation {
  /** The function's name. */
  readonly function: string;
  readonly from: Date;
  /** Undefined while it runs. */
  to?: Date;
  /** By which its log lines are found; AWS does not say it of each failure. */
  requestId?: string;
}

/** Where a function logs: in the group of its configuration, or the one that Lambda makes. */
export function logGroupOf(
  name: string,
  config?: { readonly LoggingConfig?: { readonly LogGroup?: string } },
): string {
  return config?.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
}

const BEGIN = /^(Task|LambdaFunction)Scheduled$/;
const END =
  /^(Task|LambdaFunction)(Succeeded|Failed|TimedOut|ScheduleFailed|StartFailed|SubmitFailed)$/;
/** AWS's words: "RequestId: 8e8b... Error: Task timed out after 3.00 seconds". */
const IN_CAUSE = /RequestId: ([0-9a-f-]{36})/;

/**
 * The calls of Lambda functions in a history with its data, in the order in which they began. Where the data is withheld
 * the definition says which function a state calls.
 */
export function invocationsIn(
  events: readonly ExecutionEvent[],
  definition: JsonRecord,
): Invocation[] {
  const byState = functionsIn(definition);
  const invocations: Invocation[] = [];
  const byEvent = new Map<number, { readonly state?: string; readonly call?: Invocation }>();
  for (const event of events) {
    const { id = 0, previousEventId = 0, type = "", timestamp = new Date(0) } = event;
    const before = byEvent.get(previousEventId) ?? {};
    const state = event.stateEnteredEventDetails?.name ?? before.state ?? "";
    const details = detailsOf(event);
    const name = BEGIN.test(type)
      ? (functionOf(parsed(details["parameters"])["FunctionName"], details["resource"]) ??
        byState.get(state))
      : undefined;
    const call = name === undefined ? before.call : { function: name, from: timestamp };
    if (call !== undefined && name !== undefined) invocations.push(call);
    const requestId = requestIdIn(details);
    if (call !== undefined && requestId !== undefined) call.requestId = requestId;
    const isOver = END.test(type);
    if (call !== undefined && isOver) call.to = timestamp;
    byEvent.set(id, { state, ...(call === undefined || isOver ? {} : { call }) });
  }
  return invocations;
}

/** The functions that the definition names itself, by state. */
function functionsIn(definition: JsonRecord): Map<string, string> {
  return new Map(
    allStates(definition).flatMap(({ name, value }) => {
      const { Parameters: parameters, Arguments: args, Resource: resource } = value;
      const given = isRecord(parameters) ? parameters : isRecord(args) ? args : {};
      const named = functionOf(given["FunctionName"], resource);
      return named === undefined ? [] : [[name, named] as const];
    }),
  );
}

/** The name of a function that is named by its ARN, as a resource is, or a part of it, with or without its version. */
function functionOf(named: unknown, resource: unknown): string | undefined {
  for (const text of [named, resource]) {
    const arn = typeof text === "string" ? parseArn(text) : undefined;
    if (arn?.service === "lambda") return arn.resource.split(":")[1];
  }
  return typeof named === "string"
    ? /^(?:\d{12}:function:)?([\w-]+)(:[\w$-]+)?$/.exec(named)?.[1]
    : undefined;
}

function requestIdIn({ output, cause }: JsonRecord): string | undefined {
  const { SdkResponseMetadata: metadata } = parsed(output);
  if (isRecord(metadata) && typeof metadata["RequestId"] === "string") return metadata["RequestId"];
  return typeof cause === "string" ? IN_CAUSE.exec(cause)?.[1] : undefined;
}

function parsed(text: unknown): JsonRecord {
  const value = typeof text === "string" ? jsonIn(text) : undefined;
  return isRecord(value) ? value : {};
}
