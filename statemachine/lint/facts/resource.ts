import { memoize, type StateNode } from "../../definition/reader";
import { isRecord, own, text, type JsonRecord } from "../../json/values";
import { isDeferred } from "../../definition/placeholder";

/** What a Task calls, read from its Resource. */
export interface Resource {
  /**
   * An optimised integration, an SDK call, an activity, or a function by its ARN; `deferred` when a deployment puts
   * it in, `other` when it is nothing that is known.
   */
  readonly kind: "integration" | "sdk" | "activity" | "function" | "deferred" | "other";
  readonly service: string;
  readonly action: string;
  /** `sync`, `sync:2`, `waitForTaskToken`, whatever else is written, or empty for none. */
  readonly pattern: string;
  /** The account in the ARN; empty when there is none. */
  readonly account: string;
  /** What the call is given: Parameters or Arguments. */
  readonly input: JsonRecord | undefined;
}

/** What a deployment puts in; a colon inside is none of the ARN's. */
const SUBSTITUTIONS = /\$\{[^{}]*\}|⟦unknown:\d+⟧/gu;
const STAND_IN = "\u0001";
const STATES_ARN = /^arn:[^:]*:states:[^:]*:([^:]*):(.*)$/s;
const FUNCTION_ARN = /^arn:[^:]*:lambda:[^:]*:([^:]*):function:/;
const CALL = /^(?:(aws-sdk):)?([^:.]*):([^:.]*)(?:\.(.*))?$/s;

/** What a Task calls, read from its Resource. */
export const resourceOf = memoize(({ value, language }: StateNode): Resource => {
  const content = own(value, language === "JSONata" ? "Arguments" : "Parameters");
  const input = isRecord(content) ? content : undefined;
  const none = { service: "", action: "", pattern: "", account: "", input };
  const written = text(value, "Resource") ?? "";
  const plain = written.replace(SUBSTITUTIONS, STAND_IN);
  const [, functionAccount] = FUNCTION_ARN.exec(plain) ?? [];
  if (functionAccount !== undefined) {
    return {
      ...none,
      kind: "function",
      service: "lambda",
      action: "invoke",
      account: functionAccount,
    };
  }
  const [, account = "", called = ""] = STATES_ARN.exec(plain) ?? [];
  if (called.startsWith("activity:")) return { ...none, kind: "activity", account };
  const [, sdk, service = "", action = "", pattern = ""] = CALL.exec(called) ?? [];
  if (service === "" || action === "") {
    return { ...none, kind: isDeferred(own(value, "Resource")) ? "deferred" : "other" };
  }
  if (`${service}${action}`.includes(STAND_IN)) return { ...none, kind: "deferred" };
  return {
    kind: sdk === undefined ? "integration" : "sdk",
    service,
    action,
    pattern,
    account,
    input,
  };
});

/** Whether a Task calls a Lambda function, by either way. */
export function isLambda(state: StateNode): boolean {
  const { kind, service, action } = resourceOf(state);
  return (
    kind === "function" || (kind === "integration" && service === "lambda" && action === "invoke")
  );
}

/** The literal value of `key` in what a Task is given; `undefined` when it is computed, put in later or missing. */
export function literal(state: StateNode, key: string): unknown {
  const { input } = resourceOf(state);
  const value = input === undefined ? undefined : own(input, key);
  if (isDeferred(value) || (typeof value === "string" && value.startsWith("{%"))) return undefined;
  return value;
}

/** Whether a Task is given `key`, also as `key.$`, or is given something that is computed as a whole. */
export function isGiven(state: StateNode, key: string): boolean {
  const { input } = resourceOf(state);
  if (input !== undefined)
    return own(input, key) !== undefined || own(input, `${key}.$`) !== undefined;
  return own(state.value, "Arguments") !== undefined;
}
