import path from "node:path";
import {
  Exit,
  jsonText,
  makeFolder,
  painter,
  visible,
  writeNamed,
  type Paint,
} from "../../statemachine/cli";
import { diagram } from "../../statemachine/diagram";
import { findFailures, type FailureFlags, type Found } from "./find";
import type { FailureGroup } from "./group";
import type { ExecutionEvent } from "./failure";

interface Flags extends FailureFlags {
  readonly pictures?: string;
  readonly pictureFormat: "svg" | "png";
  readonly json?: boolean;
}

/** A group with what its last execution did. */
interface Shown extends FailureGroup {
  /** The states that it entered. */
  readonly path: string;
  readonly picture?: string;
}

/** `ops failures`: what failed, in groups, each with the way that one of its executions took. */
export async function failures(flags: Flags): Promise<Exit> {
  const found = await findFailures(flags);
  const shown: Shown[] = [];
  for (const group of found.groups) shown.push(await withPath(group, found, flags));
  const { arn: machine } = found.target;
  const text = flags.json
    ? jsonText({ machine, since: found.since, groups: shown })
    : report(shown, found, painter(process.stdout));
  process.stdout.write(text);
  return shown.length === 0 ? Exit.ok : Exit.findings;
}

async function withPath(group: FailureGroup, found: Found, flags: Flags): Promise<Shown> {
  const events = await found.source.events({ arn: group.sample, stop: group.last });
  const shown = { ...group, path: pathText(events) };
  if (flags.pictures === undefined) return shown;
  const definition = await found.source.definition({ arn: group.sample });
  const file = path.join(flags.pictures, `${group.id}.${flags.pictureFormat}`);
  makeFolder(flags.pictures);
  writeNamed(file, await diagram(definition, { format: flags.pictureFormat, history: events }));
  return { ...shown, picture: file };
}

function report(groups: readonly Shown[], { target, since }: Found, paint: Paint): string {
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const head = `${total} failed since ${since.toISOString()} of ${target.arn}`;
  return [head, ...groups.map((group) => block(group, paint))].join("\n\n").concat("\n");
}

function block(group: Shown, paint: Paint): string {
  const { id, status, state, error, cause, count, redrivable, notRedrivable } = group;
  const rows: [string, string | undefined][] = [
    ["state", state],
    ["error", error || undefined],
    ["cause", cause || undefined],
    ["when", `${group.first.toISOString()} to ${group.last.toISOString()}`],
    ["redrive", `${redrivable} of ${count}${notRedrivable ? `; not all: ${notRedrivable}` : ""}`],
    ["path", group.path],
    ["last", group.sample],
    ["picture", group.picture],
  ];
  return [
    paint("bold", `${id}  ${count} ${status}`),
    ...rows.flatMap(([name, text]) =>
      text === undefined ? [] : [`  ${name.padEnd(8)} ${visible(text)}`],
    ),
  ].join("\n");
}

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
