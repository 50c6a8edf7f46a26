import { containsPlaceholder } from "../../definition/placeholder";
import { display, isRecord, own, record, type JsonRecord } from "../../json";
import { durationText, textOf } from "./text";

/** The small line under a state's name, what it does in a few words; empty when there is nothing to say. */
export function detailOf(state: JsonRecord): string {
  return own(DETAILS, display(state.Type))?.(state) ?? "";
}

const DETAILS: Readonly<Record<string, (state: JsonRecord) => string>> = {
  Task: taskDetail,
  Wait: waitDetail,
  Fail: ({ Error: error, ErrorPath: path }) => textOf(error ?? path),
  Parallel: ({ Branches: branches }) =>
    Array.isArray(branches)
      ? `${branches.length} ${branches.length === 1 ? "branch" : "branches"}`
      : "",
  Map: mapDetail,
};

/** The patterns of a Task's Resource, the first that matches; each gives service and operation. */
const RESOURCES: readonly RegExp[] = [
  /:states:::aws-sdk:([^:.]+):([^:.]+)/u,
  /:states:::([^:.]+):([^:.]+)/u,
  /:states:::([^:.]+)/u,
  /:(lambda):.*?:function:([^:]+)/u,
  /:states:[^:]*:[^:]*:(activity):(.+)$/u,
];

/** How Step Functions waits for the called service, by the end of the Resource. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\.sync(:\d+)?$/u, ", waits for the job"],
  [/\.waitForTaskToken$/u, ", waits for a callback"],
];

function taskDetail(state: JsonRecord): string {
  const resource = textOf(state.Resource);
  for (const pattern of RESOURCES) {
    const match = pattern.exec(resource);
    if (!match) continue;
    const [, service, operation] = match;
    const suffix = PATTERNS.find(([end]) => end.test(resource))?.[1] ?? "";
    const called = service === "lambda" && operation === "invoke" ? functionOf(state) : operation;
    return `${service}${called ? `: ${called}` : ""}${suffix}`;
  }
  return resource;
}

/** The name in the FunctionName of a Lambda call, `invoke` when it is only known later. */
function functionOf(state: JsonRecord): string {
  const given = state.Parameters ?? state.Arguments;
  const name = isRecord(given) ? given.FunctionName : undefined;
  if (typeof name !== "string") return "invoke";
  // A whole ARN, one without its front, or a name; each may end in a version or an alias.
  const [, inArn] = /(?:^|:)function:([^:]+)/u.exec(name) ?? [];
  const called = inArn ?? (/[⟦{]/u.test(name) ? name : (name.split(":")[0] ?? name));
  return containsPlaceholder(called) || /\$\{|\{%/u.test(called) ? "invoke" : called;
}

function waitDetail(state: JsonRecord): string {
  if (typeof state.Seconds === "number") return durationText(state.Seconds);
  const until = state.Timestamp ?? state.TimestampPath;
  if (until !== undefined) return `until ${textOf(until)}`;
  const seconds = textOf(state.Seconds ?? state.SecondsPath);
  return seconds === "" ? "" : `${seconds} s`;
}

function mapDetail(state: JsonRecord): string {
  const { Mode: mode } = record(record(state, "ItemProcessor"), "ProcessorConfig");
  const { Resource: reader } = record(state, "ItemReader");
  const items = state.ItemReader
    ? `items of ${/:states:::(?:aws-sdk:)?(.+)$/u.exec(textOf(reader))?.[1] ?? "a reader"}`
    : `each of ${textOf(state.ItemsPath ?? state.Items) || "its input"}`;
  const atOnce = state.MaxConcurrency ? `, ${textOf(state.MaxConcurrency)} at once` : "";
  return `${items}${atOnce}${mode === "DISTRIBUTED" ? ", distributed" : ""}`;
}
