import type { Execution } from "./execution";
import type { Paint } from "../../statemachine/cli";

const WIDTH = 32;

/** One execution as lines: how it ended, then each state with a bar for when it ran and how long. */
export function timeline(execution: Execution, paint: Paint): string {
  const { name, description, status, steps, durationMs, error, problems } = execution;
  const ok = problems.length === 0;
  const names = Math.max(...steps.map(({ state }) => state.length), 0);
  const scale = WIDTH / Math.max(...steps.map((step) => step.startMs + step.durationMs), 1);
  const head = `${ok ? paint("green", "✔") : paint("red", "✖")} ${name}  ${status}  ${seconds(durationMs)}`;
  return [
    error === undefined ? head : `${head}  ${error}`,
    `  ${paint("dim", description)}`,
    ...steps.map(({ state, startMs, durationMs: took }) => {
      const before = Math.min(Math.round(startMs * scale), WIDTH - 1);
      const length = Math.min(Math.max(Math.round(took * scale), 1), WIDTH - before);
      const bar = `${" ".repeat(before)}${"█".repeat(length)}`.padEnd(WIDTH);
      return `  ${state.padEnd(names)}  ${bar}  ${seconds(took)}`;
    }),
    ...problems.map((problem) => `  ${paint("red", problem)}`),
  ].join("\n");
}

/** Milliseconds as seconds with two digits. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
