import { display, isRecord } from "../../statemachine/json";
import type { Clients } from "../../engine/aws";
import type { PolicyReport } from "../../engine/policy/check";
import type { StackDocument } from "../../engine/program";

/** What a console shows: a stack, and the emulator that it is in. */
export interface Source {
  readonly clients: Pick<Clients, "sfn" | "logs">;
  readonly document: StackDocument;
  /** Absent until the policies have been checked. */
  readonly policies?: PolicyReport;
}

/** What the page shows of a stack: its resources with their settings, what the policies found, and the functions' logs. */
export function stackFacts({ document, policies }: Source): Record<string, unknown> {
  const resources = document.resources.filter(({ custom }) => custom);
  const names = new Map(document.resources.map(({ urn, type, name }) => [urn, { type, name }]));
  return {
    project: document.project,
    stack: document.stack,
    outputs: document.outputs,
    resources: resources.map(({ urn, type, name, inputs, computed, external }) => ({
      ...{ urn, type, name, external, id: computed["id"], arn: computed["arn"], inputs },
    })),
    isChecked: policies !== undefined,
    findings: policies?.violations.map(({ rule, level, urn, message, remedy }) => ({
      ...{ rule, level, urn, message, remedy, name: names.get(urn)?.name },
    })),
    logs: logGroups(document),
  };
}

/** The log groups of the functions, by their names. */
export function logGroups({ resources }: Source["document"]): string[] {
  return resources
    .filter(({ type }) => type === "aws:lambda/function:Function")
    .map(({ inputs: { name, loggingConfig } }) =>
      display(
        (isRecord(loggingConfig) && loggingConfig["logGroup"]) || `/aws/lambda/${display(name)}`,
      ),
    );
}
