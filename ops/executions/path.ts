import type { ExecutionEvent } from "../failures/failure";

/** States shown at the begin and at the end of a longer path. */
const SHOWN = 8;

/** The states that an execution entered: `Check → Wait → Check (3 times) → Fail`, the middle of a long one left out. */
export function pathText(events: readonly ExecutionEvent[]): string {
  const steps: { name: string; times: number }[] = [];
  for (const { stateEnteredEventDetails: entered } of events) {
    if (entered?.name === undefined) continue;
    const last = steps.at(-1);
    if (last?.name === entered.name) last.times++;
    else steps.push({ name: entered.name, times: 1 });
  }
  const names = steps.map(({ name, times }) => (times === 1 ? name : `${name} (${times} times)`));
  const left = names.length - 2 * SHOWN;
  if (left > 1) names.splice(SHOWN, left, `... ${left} more ...`);
  return names.join(" → ");
}
