import {
  apiService,
  checkInput,
  checkShape,
  operation,
  ShapeTable,
  Structure,
  type InputProblem,
} from "../../aws-api";
import { isDeferred } from "../../definition/placeholder";
import type { StateNode } from "../../definition/reader";
import { has, isRecord, own, text, type JsonRecord, type Steps } from "../../json";
import { memoize } from "../../memoize";
import data from "./call-parameters.json";
import { isExpression } from "../syntax/value-types";
import { parametersField, resourceOf } from "./resource";

/** Optimised integrations whose service has another name in the SDK. */
const SDK_SERVICES: Readonly<Record<string, string>> = data.services;

/**
 * What must be given to optimised integrations that are not an operation of the SDK; of `A|B` one is enough. Source:
 * the pages of the integrations in the Step Functions guide.
 */
const REQUIRED: Readonly<Record<string, string>> = data.required;

/** The name in the SDK of an optimised integration's service. */
export function sdkService(service: string): string {
  return own(SDK_SERVICES, service) ?? service;
}

/** What must be given to an optimised integration that is not an operation of the SDK; undefined for others. */
export function requiredParameters(integration: string): string | undefined {
  return own(REQUIRED, integration);
}

/**
 * Calls whose parameters are known but are not those of an SDK operation, in the form of aws-api/services.json: the call,
 * and the shapes that it refers to. Source: the guide's pages on HTTP Tasks and ResultWriter.
 */
const SHAPES: ReadonlyMap<string, Structure> = new Map(
  Object.entries(data.shapes).map(([name, [call = "", ...shapes]]) => [
    name,
    new Structure(call, new ShapeTable(shapes)),
  ]),
);

/** What a Distributed Map calls of S3, by the field that says so. */
const STORAGE: Readonly<Record<string, readonly string[]>> = {
  ItemReader: ["getObject", "listObjectsV2"],
  ResultWriter: ["putObject"],
};

/** A call that a state makes, and what does not fit of its parameters. */
export interface CheckedCall {
  readonly name: string;
  /** Steps from the state to the parameters, or to what lacks them. */
  readonly at: Steps;
  readonly problems: readonly InputProblem[];
}

/** The calls of a Task, and those of a Map to S3; none that are not known. */
export const checkedCalls = memoize((state: StateNode): readonly CheckedCall[] => {
  if (state.type === "Task") {
    const { kind, service, action } = resourceOf(state);
    if (kind === "sdk") return checkCall(state, state.value, [], service, action);
    if (kind !== "integration") return [];
    const called = sdkService(service);
    return checkCall(state, state.value, [], called, action, `${service}:${action}`);
  }
  return Object.entries(STORAGE).flatMap(([field, actions]) => {
    const storage = own(state.value, field);
    const resource = isRecord(storage) ? text(storage, "Resource") : undefined;
    const action = /:states:::s3:(\w+)$/.exec(resource ?? "")?.[1] ?? "";
    if (!isRecord(storage) || !actions.includes(action)) return [];
    return checkCall(state, storage, [field], "s3", action, `s3:${action}`);
  });
});

/** @param optimized the name of the call when it is not one of the SDK */
function checkCall(
  state: StateNode,
  holder: JsonRecord,
  steps: Steps,
  service: string,
  action: string,
  optimized?: string,
): CheckedCall[] {
  const field = parametersField(state);
  const given = own(holder, field);
  // An expression gives the parameters only when the task runs.
  if (isDeferred(given) || (field === "Arguments" && isExpression(given))) return [];
  // Those of the other language are a finding of their own.
  if (given === undefined && (has(holder, "Parameters") || has(holder, "Arguments"))) return [];
  const name = optimized ?? `${service}:${action}`;
  const problems = problemsOf(given ?? {}, service, action, optimized);
  if (problems === undefined) return [];
  if (given !== undefined) return [{ name, at: [...steps, field], problems }];
  // AWS wants the field also for a call that takes nothing.
  return [{ name, at: steps, problems: problems.length > 0 ? problems : missing(field, {}) }];
}

/** What does not fit of the parameters; undefined for a call that is not known. */
function problemsOf(
  given: unknown,
  service: string,
  action: string,
  optimized = "",
): readonly InputProblem[] | undefined {
  const required = requiredParameters(optimized);
  const shape = SHAPES.get(optimized);
  if (required !== undefined || shape !== undefined) {
    const unfit = shape === undefined ? [] : checkShape(shape, given);
    return [...missing(required ?? "", isRecord(given) ? given : {}), ...unfit];
  }
  if (apiService(service)?.retired !== false || operation(service, action) === undefined)
    return undefined;
  return checkInput(service, action, given);
}

function missing(required: string, given: JsonRecord): InputProblem[] {
  if (required === "" || Object.keys(given).some(isDeferred)) return [];
  return required
    .split(" ")
    .filter(
      (names) => !names.split("|").some((name) => has(given, name) || has(given, `${name}.$`)),
    )
    .map((names) => {
      const [name = "", ...others] = names.split("|");
      const or = others.map((other) => ` or '${other}'`).join("");
      return { path: [name], kind: "missing", message: `'${name}'${or} is required, but missing` };
    });
}
