import { parseResource } from "../../integrations/resource";
import { display, own, record, type JsonRecord } from "../../json";
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

/** How Step Functions waits for the called service, by the pattern of the call. */
const WAITS: Readonly<Record<string, string>> = {
  sync: ", waits for the job",
  "sync:2": ", waits for the job",
  waitForTaskToken: ", waits for a callback",
};

function taskDetail(state: JsonRecord): string {
  const resource = textOf(state.Resource);
  const { kind, service, action, pattern } = parseResource(state.Resource);
  if (kind === "activity") return `activity: ${/:activity:(.*)$/u.exec(resource)?.[1]}`;
  if (service === "") return resource;
  const { FunctionName: name } = { ...record(state, "Parameters"), ...record(state, "Arguments") };
  const isFunction = service === "lambda" && action === "invoke";
  const called = isFunction ? functionName(kind === "function" ? resource : name) : action;
  return `${service}: ${called}${own(WAITS, pattern) ?? ""}`;
}

/** The function's name as a call gives it, `invoke` when it is only known later. */
function functionName(given: unknown): string {
  if (typeof given !== "string") return "invoke";
  // A whole ARN, one without its front, or a name; each may end in a version or an alias.
  const [, inArn] = /(?:^|:)function:([^:]+)/u.exec(given) ?? [];
  const called = inArn ?? (/[⟦{]/u.test(given) ? given : (given.split(":")[0] ?? given));
  return /⟦|\$\{|\{%/u.test(called) ? "invoke" : called;
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
