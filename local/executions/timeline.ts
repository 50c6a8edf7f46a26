import type { Execution } from "./execution";
import { visible, type Paint } from "../../statemachine/cli";
import { isRecord, jsonIn } from "../../statemachine/json";

const WIDTH = 32;

/** Longest text of a cause or an output, and most states, that are shown: run.json has all. */
const MOST = { text: 500, states: 60 } as const;

/** One execution as lines: how it ended and why, then each state with a bar for when it ran and how long. */
export function timeline(execution: Execution, paint: Paint): string {
  const { name, description, status, steps, durationMs, error, cause, output, problems } =
    execution;
  const failed = execution.expect === undefined ? status !== "SUCCEEDED" : problems.length > 0;
  const shown = steps.slice(0, MOST.states);
  const names = Math.max(...shown.map(({ state }) => state.length), 0);
  const scale = WIDTH / Math.max(...shown.map((step) => step.startMs + step.durationMs), 1);
  const head = `${failed ? paint("red", "✖") : paint("green", "✔")} ${visible(name)}  ${status}  ${seconds(durationMs)}`;
  return [
    error === undefined ? head : `${head}  ${visible(error)}`,
    ...(cause ? [`  ${paint("dim", `because ${clip(messageOf(cause))}`)}`] : []),
    ...(description ? [`  ${paint("dim", visible(description))}`] : []),
    ...shown.map(({ state, startMs, durationMs: took }) => {
      const before = Math.min(Math.round(startMs * scale), WIDTH - 1);
      const length = Math.min(Math.max(Math.round(took * scale), 1), WIDTH - before);
      const bar = `${" ".repeat(before)}${"█".repeat(length)}`.padEnd(WIDTH);
      return `  ${visible(state.padEnd(names))}  ${bar}  ${seconds(took)}`;
    }),
    ...(steps.length > shown.length ? [`  and ${steps.length - shown.length} more states`] : []),
    // Of a test the expectation is what counts.
    ...(execution.expect === undefined && output !== undefined
      ? [`  ${clip(JSON.stringify(output))}`]
      : []),
    ...problems.map((problem) => `  ${paint("red", clip(problem))}`),
  ].join("\n");
}

/** Milliseconds as seconds with two digits. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** The message of a function's error, which Lambda gives as JSON; any other cause as it is. */
function messageOf(cause: string): string {
  const value = jsonIn(cause);
  const message = isRecord(value) ? value["errorMessage"] : undefined;
  return typeof message === "string" ? message : cause;
}

function clip(text: string): string {
  const line = visible(text);
  return line.length > MOST.text ? `${line.slice(0, MOST.text)}…` : line;
}
