import { display, own, type JsonRecord } from "../../json";
import { containsPlaceholder } from "../../definition/placeholder";
import { expressionText } from "./condition";

/** The small line under a state's name, what it does in a few words; empty when there is nothing to say. */
export function detailOf(state: JsonRecord): string {
  return own(DETAILS, display(state.Type))?.(state) ?? "";
}

const DETAILS: Readonly<Record<string, (state: JsonRecord) => string>> = {
  Task: (state) => taskDetail(state),
  Wait: (state) => waitDetail(state),
  Fail: ({ Error: error, ErrorPath: path }) => textOf(error ?? path),
  Parallel: ({ Branches: branches }) =>
    Array.isArray(branches)
      ? `${branches.length} ${branches.length === 1 ? "branch" : "branches"}`
      : "",
  Map: (state) => mapDetail(state),
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
  const given = (state.Parameters ?? state.Arguments) as JsonRecord | null | undefined;
  const name = given?.FunctionName;
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
  const processor = state.ItemProcessor as { ProcessorConfig?: { Mode?: unknown } } | undefined;
  const distributed = processor?.ProcessorConfig?.Mode === "DISTRIBUTED";
  const reader = state.ItemReader as { Resource?: unknown } | undefined;
  const items = reader
    ? `items of ${/:states:::(?:aws-sdk:)?(.+)$/u.exec(textOf(reader.Resource))?.[1] ?? "a reader"}`
    : `each of ${textOf(state.ItemsPath ?? state.Items) || "its input"}`;
  const atOnce = state.MaxConcurrency ? `, ${textOf(state.MaxConcurrency)} at once` : "";
  return `${items}${atOnce}${distributed ? ", distributed" : ""}`;
}

/** Seconds for people: `45 s`, `1 h 30 min`. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`;
  const parts: string[] = [];
  let rest = Math.round(seconds);
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * length;
  }
  return parts.slice(0, 2).join(" ");
}

const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** A leaf as text: unknown ones as an ellipsis, JSONata without its brackets. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = expressionText(value);
  return containsPlaceholder(text) ? text.replaceAll(/⟦unknown:\d+⟧/gu, "…") : text;
}
