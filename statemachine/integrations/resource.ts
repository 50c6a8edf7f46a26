import { isDeferred, SUBSTITUTION_SOURCE } from "../definition/placeholder";

/** What a Task calls, read from its Resource. */
export interface TaskResource {
  /**
   * An optimized integration, an SDK call, an activity, or a function by its ARN; `deferred` when a deployment puts
   * it in, `other` when it is nothing that is known.
   */
  readonly kind: "integration" | "sdk" | "activity" | "function" | "deferred" | "other";
  readonly service: string;
  readonly action: string;
  /** `sync`, `sync:2`, `waitForTaskToken`, whatever else is written, or empty for none. */
  readonly pattern: string;
  /** The account in the ARN; empty when there is none. */
  readonly account: string;
}

/** What a deployment puts in; a colon inside is none of the ARN's. */
const SUBSTITUTIONS = new RegExp(`${SUBSTITUTION_SOURCE}|⟦unknown:\\d+⟧`, "gu");
const STAND_IN = "\u0001";
const STATES_ARN = /^arn:[^:]*:states:[^:]*:([^:]*):(.*)$/s;
const FUNCTION_ARN = /^arn:[^:]*:lambda:[^:]*:([^:]*):function:/;
const CALL = /^(?:(aws-sdk):)?([^:.]*):([^:.]*)(?:\.(.*))?$/s;

/** Reads the Resource of a Task, whatever it is. */
export function parseResource(resource: unknown): TaskResource {
  const none = { service: "", action: "", pattern: "", account: "" };
  const plain = typeof resource === "string" ? resource.replace(SUBSTITUTIONS, STAND_IN) : "";
  const [, owner] = FUNCTION_ARN.exec(plain) ?? [];
  if (owner !== undefined)
    return { ...none, kind: "function", service: "lambda", action: "invoke", account: owner };
  const [, account = "", called = ""] = STATES_ARN.exec(plain) ?? [];
  if (called.startsWith("activity:")) return { ...none, kind: "activity", account };
  const [, sdk, service = "", action = "", pattern = ""] = CALL.exec(called) ?? [];
  if (service === "" || action === "")
    return { ...none, kind: isDeferred(resource) ? "deferred" : "other" };
  if (`${service}${action}`.includes(STAND_IN)) return { ...none, kind: "deferred" };
  const kind = sdk === undefined ? "integration" : "sdk";
  return { kind, service, action, pattern, account };
}
