import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { diagram } from "../../statemachine/diagram";
import type { LocalRun } from "../run";
import { seconds, timeline } from "./timeline";
import { type Paint, visible, writeFileAtomic } from "../../statemachine/cli";

/** Whether a run held all it promises: every execution as expected, or else successful, and no policy that blocks. */
export function isGreen({ executions, policies }: LocalRun): boolean {
  const asExpected = executions.every(({ execution: { expect, status, problems } }) =>
    expect === undefined ? status === "SUCCEEDED" : problems.length === 0,
  );
  return asExpected && policies.violations.every(({ level }) => level !== "mandatory");
}

/** The run as data: what `run.json` and `--format json` hold. */
export function summary(run: LocalRun): Record<string, unknown> {
  const { document, emulator, account, policies, times } = run;
  return {
    project: document.project,
    stack: document.stack,
    green: isGreen(run),
    endpoint: emulator.endpoint,
    account,
    milliseconds: times,
    executions: run.executions.map(({ execution }) => execution),
    policies,
    resources: document.resources
      .filter(({ custom }) => custom)
      .map(({ urn, type, name, computed }) => ({ urn, type, name, id: computed["id"] })),
    outputs: document.outputs,
  };
}

/** Writes `run.json`, `workflow.svg` and one picture for each event; returns their paths. */
export async function writeResults(run: LocalRun, folder: string): Promise<string[]> {
  const { definition, executions } = run;
  const pictures = [
    { file: "workflow.svg", history: undefined },
    ...executions.map(({ execution, history }) => ({ file: `${execution.name}.svg`, history })),
  ];
  // What an earlier run left must not pass for this one's.
  const json = path.join(folder, "run.json");
  mkdirSync(folder, { recursive: true });
  rmSync(json, { force: true });
  const written = await Promise.all(
    pictures.map(async ({ file, history }) => {
      const target = path.join(folder, file);
      writeFileAtomic(target, await diagram(definition, { format: "svg", history }));
      return target;
    }),
  );
  writeFileAtomic(json, `${JSON.stringify(summary(run), null, 2)}\n`);
  return [json, ...written];
}

/** The run for a person: each execution as a timeline, then what the policies found and where the pictures are. */
export function report(run: LocalRun, files: readonly string[], paint: Paint): string {
  const { violations } = run.policies;
  const mandatory = violations.filter(({ level }) => level === "mandatory");
  const count = `${mandatory.length} mandatory, ${violations.length - mandatory.length} advisory`;
  const { emulator, stack, workflow } = run.times;
  return [
    "",
    ...run.executions.flatMap(({ execution }) => [timeline(execution, paint), ""]),
    `policies   ${mandatory.length === 0 ? paint("green", count) : paint("red", count)}`,
    ...mandatory.map(
      ({ rule, urn, message }) => `  ${visible(`${rule}  ${urn.split("::").pop()}: ${message}`)}`,
    ),
    `times      emulator ${seconds(emulator)}, stack ${seconds(stack)}, workflow and policies ${seconds(workflow)}`,
    ...files.map((file, index) => `${index === 0 ? "written  " : "         "}  ${visible(file)}`),
  ].join("\n");
}
