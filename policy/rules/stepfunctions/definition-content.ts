import * as t from "../shared/types";
import { tagsOf } from "../shared/tags";
import { lambdaTasks, sideEffects } from "./tasks";
import { secretsOf } from "./lint-findings";
import { listed } from "../shared/documents";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg";

export const stepfunctionsDefinitionContent: readonly PolicyRule[] = [
  {
    id: "sfn-machine-express-reason",
    meta: {
      description: "An express state machine with side effects says why it may run twice.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: [],
      remedy: "Set `type` to STANDARD, or name the reason in the tag of the rule's setting.",
      docs: { url: `${GUIDE}/choosing-workflow-type.html` },
    },
    types: [t.MACHINE],
    settings: {
      tag: {
        type: "string",
        default: "ExecutionModeReason",
        description: "The tag that holds the reason.",
      },
    },
    check: ({ resource: machine, report, setting }) => {
      if ((machine.text("type") ?? "STANDARD").toUpperCase() !== "EXPRESS") return;
      const tag = setting<string>("tag");
      if (tagsOf(machine)[tag] !== undefined) return;
      const tasks = sideEffects(machine.text("definition"));
      if (tasks.length > 0) {
        report(
          `type is EXPRESS, tag ${tag} is not set, and these states may act twice: ${listed(tasks)}.`,
        );
      }
    },
  },
  {
    id: "sfn-definition-secrets",
    meta: {
      description: "A definition holds no secrets: whoever may describe the machine reads them.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["stepfunctions_statemachine_no_secrets_in_definition"],
      remedy: "Read the value from Secrets Manager in a task, and name it in `definition`.",
      docs: { url: `${GUIDE}/security-best-practices.html` },
    },
    types: [t.MACHINE],
    check: ({ resource: machine, report }) => {
      for (const [path, what] of secretsOf(machine)) report(`definition${path} ${what}.`);
    },
  },
  {
    id: "sfn-task-lambda-timeout",
    meta: {
      description:
        "A task waits for its function at least as long as the function may run, and not many times longer.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: ["SLS step-functions task timeouts"],
      remedy: "Set the task's `TimeoutSeconds` to the function's `timeout` plus a few seconds.",
      docs: { url: `${GUIDE}/sfn-stuck-execution.html` },
    },
    settings: {
      maxFactor: {
        type: "number",
        minimum: 1,
        default: 10,
        description: "How many times longer a task may wait.",
      },
    },
    ...onEach([t.MACHINE], (machine, stack, setting) => {
      const faults = lambdaTasks(machine.text("definition")).flatMap(
        ({ state, target, timeout }) => {
          const lambda = stack.find(target, t.FUNCTION);
          if (lambda === undefined || timeout === undefined) return [];
          const limit = lambda.number("timeout") ?? 3;
          if (timeout < limit)
            return [`${state} waits ${timeout} s for ${lambda.label}, which may run ${limit} s`];
          return timeout > limit * setting<number>("maxFactor")
            ? [`${state} waits ${timeout} s for ${lambda.label}, which ends after ${limit} s`]
            : [];
        },
      );
      return faults.length > 0 ? `: ${faults.join("; ")}` : undefined;
    }),
  },
];
