import { nearest } from "../../statemachine/nearest";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import {
  type CompatibleArgs,
  MODULE_TAGS,
  type ModuleMapping,
  originals,
  type ValuesOf,
  type Variables,
} from "./mapping";
import type { ModuleKind } from "./module-resources";

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
export function componentArgs<V extends Variables, A extends CompatibleArgs, C>(
  module: ModuleMapping<V, A, C>,
  given: Readonly<Record<string, unknown>>,
): A {
  const { values, problems } = convertVariables(module.variables, given);
  const known = new Set(problems.map(({ variable }) => rootOf(variable)));
  const { args, refused } = resolveArgs(module, values, problems.length > 0);
  problems.push(...refused.filter(({ variable }) => !known.has(rootOf(variable))));
  if (problems.length > 0) throw new VariablesError(module.kind, problems);
  return args;
}

/**
 * The arguments, and what the component refuses of them in the words of the variables.
 *
 * @param partial some variables are known to be wrong and have their defaults, which the rest need not fit.
 */
function resolveArgs<V extends Variables, A extends CompatibleArgs, C>(
  module: ModuleMapping<V, A, C>,
  values: ValuesOf<V>,
  partial: boolean,
): { args: A; refused: Problem[] } {
  const original = originals(module.deviations);
  let args = original as A;
  try {
    const own = module.args(values);
    const compatibility = { ...originals(module.compatibility), ...own.compatibility };
    args = {
      ...original,
      ...own,
      compatibility,
      tags: { ...MODULE_TAGS[module.kind], ...own.tags },
    };
    module.check?.(args);
  } catch (error) {
    if (!pulumi.InputPropertiesError.isInstance(error)) {
      if (partial) return { args, refused: [] };
      throw error;
    }
    const refused = error.errors.map(({ propertyPath, reason }) => ({
      variable: variableOf(module.variables, propertyPath),
      reason: inItsWords(module.variables, reason),
    }));
    return { args, refused };
  }
  return { args, refused: [] };
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
function convertVariables<V extends Variables>(
  variables: V,
  given: Readonly<Record<string, unknown>>,
): { values: ValuesOf<V>; problems: Problem[] } {
  const problems: Problem[] = [];
  const report = (variable: string, reason: string): void =>
    void problems.push({ variable, reason });
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(variables, name)) continue;
    const near = nearest(name, Object.keys(variables)).join(", ");
    report(name, `is not a variable of this module, the nearest are ${near}`);
  }
  const values = Object.entries(variables).map(([name, variable]) => {
    const value = given[name] ?? undefined;
    if (value === undefined && !variable.required) return [name, variable.default] as const;
    const { success, data, error } = variable.schema.safeParse(value);
    if (success) return [name, data] as const;
    for (const { path, message } of error.issues) {
      report(z.core.toDotPath([name, ...path]), variable.secret === true ? HIDDEN : message);
    }
    return [name, variable.default] as const;
  });
  return { values: Object.fromEntries(values) as ValuesOf<V>, problems };
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
