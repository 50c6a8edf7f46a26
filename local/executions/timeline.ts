import type { Execution } from "./execution";

const WIDTH = 32;

/** How texts are coloured: by the terminal's codes, or not at all. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly dim: (text: string) => string;
}

/** Colours only on a terminal, and never with NO_COLOR (https://no-color.org). */
export function paintFor(stream: { readonly isTTY?: boolean }): Paint {
  const coloured = stream.isTTY === true && !process.env["NO_COLOR"];
  const code = (on: number) => (text: string) =>
    coloured ? `\u001b[${on}m${text}\u001b[0m` : text;
  return { good: code(32), bad: code(31), dim: code(2) };
}

/** One execution as lines: how it ended, then each state with a bar for when it ran and how long. */
export function timeline(execution: Execution, { good, bad, dim }: Paint): string {
  const { name, description, status, steps, durationMs, error, problems } = execution;
  const ok = problems.length === 0;
  const names = Math.max(...steps.map(({ state }) => state.length), 0);
  const scale = WIDTH / Math.max(...steps.map((step) => step.startMs + step.durationMs), 1);
  const head = `${ok ? good("✔") : bad("✖")} ${name}  ${status}  ${seconds(durationMs)}`;
  return [
    error === undefined ? head : `${head}  ${error}`,
    `  ${dim(description)}`,
    ...steps.map(({ state, startMs, durationMs: took }) => {
      const before = Math.min(Math.round(startMs * scale), WIDTH - 1);
      const length = Math.min(Math.max(Math.round(took * scale), 1), WIDTH - before);
      const bar = `${" ".repeat(before)}${"█".repeat(length)}`.padEnd(WIDTH);
      return `  ${state.padEnd(names)}  ${bar}  ${seconds(took)}`;
    }),
    ...problems.map((problem) => `  ${bad(problem)}`),
  ].join("\n");
}

/** Milliseconds as seconds with two digits. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
