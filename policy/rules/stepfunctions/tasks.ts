import { allStates, type StateNode } from "asl-toolkit/definition";
import { isRecord, number, text } from "asl-toolkit/json";
import { listed } from "../shared/documents";
import { type Checks, onEach } from "../shared/checks";
import t from "../shared/resource-types.json";
import { parsedDefinition, typeOf } from "./definition";

export const stepfunctionsTasks = {
  "sfn-machine-express-reason": ({ resource: machine, report, setting }) => {
    if (typeOf(machine) !== "EXPRESS") return;
    const tag = setting<string>("tag");
    if (machine.record("tags")[tag] !== undefined) return;
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
    return faults.length > 0 ? `does not fit its functions: ${faults.join("; ")}` : undefined;
  }),
} satisfies Checks;

/** A task that calls a function. */
interface LambdaTask {
  readonly state: string;
  /** The function, as an ARN or a name. */
  readonly target: string;
  readonly timeout: number | undefined;
}

/** The tasks of a definition that call a function, at any depth. */
function lambdaTasks(definition: string | undefined): LambdaTask[] {
  return tasksOf(definition)
    .filter((task) => resourceOf(task).includes(":lambda:"))
    .map(({ name, value }) => {
      const given = [value.Parameters, value.Arguments].find(isRecord);
      const target = (given && text(given, "FunctionName")) ?? text(value, "Resource") ?? "";
      return { state: name, target, timeout: number(value, "TimeoutSeconds") };
    });
}

/** Actions of AWS services that change nothing. */
const READS =
  /:(get|list|describe|head|query|scan|batchGet|select|lookup|check|detect|search)[A-Za-z]*(\.[a-z:0-9]+)?$/;

/** The names of the states whose second run would act again. */
function sideEffects(definition: string | undefined): string[] {
  return tasksOf(definition)
    .filter((task) => !READS.test(resourceOf(task)))
    .map(({ name }) => name);
}

const tasksOf = (definition: string | undefined): StateNode[] =>
  allStates(parsedDefinition(definition)).filter(({ type }) => type === "Task");

const resourceOf = ({ value }: StateNode): string => text(value, "Resource") ?? "";
