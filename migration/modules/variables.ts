import { nearest } from "../../statemachine/nearest";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { display, type JsonRecord } from "../../statemachine/json";
import { type ModuleKind, type ModuleMapping, originals, type Variables } from "./mapping";

/** Everything that is wrong with the variables of one module. */
export class VariablesError extends Error {
  public override readonly name = "VariablesError";
  public constructor(
    public readonly module: ModuleKind,
    public readonly problems: readonly { readonly variable: string; readonly reason: string }[],
  ) {
    const lines = problems.map(({ variable, reason }) => `\n  ${variable}: ${reason}`);
    super(`the variables of module ${module} are wrong:${lines.join("")}`);
  }
}

/**
 * From the variables of a Terraform module, as in a `.tfvars` file, to the arguments by which the component makes the
 * same resources: what the variables say, and the original's choice for every hardened default.
 *
 * @throws VariablesError listing every variable that is unknown, missing, of the wrong type, or refused
 */
export function componentArgs(module: ModuleMapping, given: JsonRecord): object {
  const { values, problems } = convertVariables(module.variables, given);
  const known = new Set(problems.map(({ variable }) => rootOf(variable)));
  const { args, refused } = resolveArgs(module, values, problems.length > 0);
  problems.push(...refused.filter(({ variable }) => !known.has(rootOf(variable))));
  if (problems.length > 0) throw new VariablesError(module.kind, problems);
  return args;
}

/** What every component takes of what the mapping adds. */
interface CommonArgs {
  readonly compatibility?: object;
  readonly tags?: object;
}

/**
 * The arguments, and what the component refuses of them in the words of the variables.
 *
 * @param partial some variables are known to be wrong and have their defaults, which the rest need not fit.
 */
function resolveArgs(
  module: ModuleMapping,
  values: JsonRecord,
  partial: boolean,
): { args: object; refused: Problem[] } {
  let args: object = originals(module.deviations);
  try {
    const own: CommonArgs = module.args(values, direct(module.variables, values));
    const compatibility = { ...originals(module.compatibility), ...own.compatibility };
    const tags = { ...module.tags, ...own.tags };
    args = { ...args, ...own, compatibility, tags };
    module.check?.(args);
  } catch (error) {
    if (pulumi.InputPropertiesError.isInstance(error)) {
      const refused = error.errors.map(({ propertyPath, reason }) => ({
        variable: variableOf(module.variables, propertyPath),
        reason: inItsWords(module.variables, reason),
      }));
      return { args, refused };
    }
    if (!partial) throw error;
  }
  return { args, refused: [] };
}

/** The values that go into the argument of their variable as they are: all but those that a mapping says itself. */
function direct(variables: Variables, values: JsonRecord): object {
  const entries = Object.entries(variables).map(([name, { argument }]) => [argument, values[name]]);
  return Object.fromEntries(entries.filter(([argument]) => /^\w+$/.test(display(argument))));
}

/** The variable that a path such as `tags["Team"]` begins with. */
function rootOf(path: string): string {
  return /^\w+/.exec(path)?.[0] ?? path;
}

/** One thing that is wrong with a variable. */
interface Problem {
  readonly variable: string;
  readonly reason: string;
}

const HIDDEN = "has the wrong type; its value is not shown";

/** Converts what can be converted; a variable that is wrong gets its default, and a problem. */
function convertVariables(
  variables: Variables,
  given: JsonRecord,
): { values: JsonRecord; problems: Problem[] } {
  const problems: Problem[] = [];
  const report = (variable: string, reason: string): void =>
    void problems.push({ variable, reason });
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(variables, name)) continue;
    const near = nearest(name, Object.keys(variables)).join(", ");
    report(name, `is not a variable of this module, the nearest are ${near}`);
  }
  const values = Object.entries(variables).map(([name, variable]) => {
    const ownDefault = (): unknown =>
      variable.default === undefined ? undefined : variable.schema.parse(variable.default);
    const value = given[name] ?? undefined;
    if (value === undefined && !variable.required) return [name, ownDefault()] as const;
    const { success, data, error } = variable.schema.safeParse(value);
    if (success) return [name, data] as const;
    for (const { path, message } of error.issues) {
      report(z.core.toDotPath([name, ...path]), variable.secret === true ? HIDDEN : message);
    }
    return [name, ownDefault()] as const;
  });
  return { values: Object.fromEntries(values), problems };
}

/** The variable behind an argument that a component refuses; the argument's own name where there is none. */
function variableOf(variables: Variables, propertyPath: string): string {
  const argument = /^\w+/.exec(propertyPath)?.[0] ?? propertyPath;
  const found = Object.entries(variables).find(([, each]) => each.argument === argument);
  return found === undefined ? propertyPath : found[0] + propertyPath.slice(argument.length);
}

/** A component's sentence in the words of the module: every argument by its variable's name. */
function inItsWords(variables: Variables, reason: string): string {
  return reason.replaceAll(/\b[a-z]+[A-Z]\w+/g, (word) => variableOf(variables, word));
}
