import type { Example, PolicyRule } from "../../host/rule";

type Inputs = Readonly<Record<string, unknown>>;
type Stack = Readonly<Record<string, readonly [type: string, inputs: Inputs]>>;
type Settings = Example["settings"];

/** Two resources that differ in what a rule is about, with what it reports on the second. */
export function onResource(
  type: string,
  correct: Inputs,
  incorrect: Inputs,
  message: string,
  settings?: Settings,
): PolicyRule["examples"] {
  const contrast = {
    correct: { it: [type, correct] },
    incorrect: { it: [type, incorrect] },
  } as const;
  return onStack({ ...contrast, findings: { it: message }, settings });
}

/** Two stacks that differ in what a rule is about, with what it reports on the second, by resource name. */
export function onStack(contrast: {
  /** What stands in both. */
  readonly both?: Stack;
  readonly correct?: Stack;
  readonly incorrect?: Stack;
  readonly findings: Readonly<Record<string, string>>;
  readonly settings?: Settings;
}): PolicyRule["examples"] {
  const { both, correct, incorrect, settings } = contrast;
  const findings = Object.entries(contrast.findings);
  return {
    correct: [example({ ...both, ...correct }, settings)],
    incorrect: [
      {
        ...example({ ...both, ...incorrect }, settings),
        findings: findings.map(([path, message]) => ({ path, message })),
      },
    ],
  };
}

function example(stack: Stack, settings: Settings): Example {
  const resources = Object.entries(stack).map(
    ([name, [type, inputs]]) => [name, { type, inputs }] as const,
  );
  return { resources: Object.fromEntries(resources), ...(settings && { settings }) };
}
