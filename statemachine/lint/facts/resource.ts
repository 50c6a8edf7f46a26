import { isDeferred } from "../../definition/placeholder";
import type { StateNode } from "../../definition/reader";
import { parseResource, type TaskResource } from "../../integrations/resource";
import { isRecord, own, text, type JsonRecord } from "../../json";
import { memoize } from "../../memoize";
import { isExpression } from "../syntax/value-types";

/** What a Task calls, and with what. */
export interface Resource extends TaskResource {
  /** What the call is given: Parameters or Arguments. */
  readonly input: JsonRecord | undefined;
}

/** The field of a Task that has the parameters of its call. */
export function parametersField({ language }: StateNode): "Arguments" | "Parameters" {
  return language === "JSONata" ? "Arguments" : "Parameters";
}

/** Reads the Resource of a Task. */
export const resourceOf = memoize((state: StateNode): Resource => {
  const { value } = state;
  const content = own(value, parametersField(state));
  const input = isRecord(content) ? content : undefined;
  return { ...parseResource(own(value, "Resource")), input };
});

/** Whether a Task calls a Lambda function, by either way. */
export function isLambda(state: StateNode): boolean {
  const { kind, service, action } = resourceOf(state);
  return (
    kind === "function" || (kind === "integration" && service === "lambda" && action === "invoke")
  );
}

/** The text `key` in what a Task is given, as it is written; `undefined` when it is computed, put in later or missing. */
export function literal(state: StateNode, key: string): string | undefined {
  const { input = {} } = resourceOf(state);
  const value = text(input, key);
  return isDeferred(value) || isExpression(value) ? undefined : value;
}

/** Whether a Task is given `key`, also as `key.$`, or is given something that is computed as a whole. */
export function isGiven(state: StateNode, key: string): boolean {
  const { input } = resourceOf(state);
  if (input !== undefined)
    return own(input, key) !== undefined || own(input, `${key}.$`) !== undefined;
  return own(state.value, "Arguments") !== undefined;
}
