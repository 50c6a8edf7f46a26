import { allStates, type StateNode } from "asl-toolkit/definition";
import { isRecord, jsonIn, number, text } from "asl-toolkit/json";
import { remembering } from "../../host/memory";
import type { Resource } from "../../host/resource";

/** The type of a machine, in capitals as AWS takes it. */
export function typeOf(machine: Resource): string {
  return (machine.text("type") ?? "STANDARD").toUpperCase();
}

/** A task that calls a function. */
interface LambdaTask {
  readonly state: string;
  /** The function, as an ARN or a name. */
  readonly target: string;
  readonly timeout: number | undefined;
}

/** The tasks of a definition that call a function, at any depth. */
export function lambdaTasks(definition: string | undefined): LambdaTask[] {
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
export function sideEffects(definition: string | undefined): string[] {
  return tasksOf(definition)
    .filter((task) => !READS.test(resourceOf(task)))
    .map(({ name }) => name);
}

/** A definition as data; undefined when it is not JSON, of which `sfn-definition-operations` tells. */
export function parsedDefinition(definition: string | undefined): unknown {
  return parse(definition ?? "");
}

const parse = remembering(jsonIn);

const tasksOf = (definition: string | undefined): StateNode[] =>
  allStates(parsedDefinition(definition)).filter(({ type }) => type === "Task");

const resourceOf = ({ value }: StateNode): string => text(value, "Resource") ?? "";
