import t from "../shared/resource-types.json";
import { tagsOf } from "../shared/tags";
import { lambdaTasks, sideEffects, typeOf } from "./tasks";
import { listed } from "../shared/documents";
import { onEach } from "../shared/on-each";
import type { Checks } from "../shared/rows";

export const stepfunctionsDefinitionContent = {
  "sfn-machine-express-reason": ({ resource: machine, report, setting }) => {
    if (typeOf(machine) !== "EXPRESS") return;
    const tag = setting<string>("tag");
    if (tagsOf(machine)[tag] !== undefined) return;
    const tasks = sideEffects(machine.text("definition"));
    if (tasks.length > 0) {
      report(
        `type is EXPRESS, tag ${tag} is not set, and these states may act twice: ${listed(tasks)}.`,
      );
    }
  },
  "sfn-task-lambda-timeout": onEach([t.MACHINE], (machine, stack, setting) => {
    const faults = lambdaTasks(machine.text("definition")).flatMap(({ state, target, timeout }) => {
      const lambda = stack.find(target, t.FUNCTION);
      if (lambda === undefined || timeout === undefined) return [];
      const limit = lambda.number("timeout") ?? 3;
      if (timeout < limit)
        return [`${state} waits ${timeout} s for ${lambda.label}, which may run ${limit} s`];
      return timeout > limit * setting<number>("maxFactor")
        ? [`${state} waits ${timeout} s for ${lambda.label}, which ends after ${limit} s`]
        : [];
    });
    return faults.length > 0 ? `: ${faults.join("; ")}` : undefined;
  }),
} satisfies Checks;
