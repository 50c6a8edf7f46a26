import { nearest } from "../../statemachine/nearest";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { ModuleKind } from "./module-resources";

/** One variable of a Terraform module, and what answers it here. */
export interface Variable<T> {
  /** Converts a value as Terraform would; its description is the type in Terraform's words. */
  readonly schema: z.ZodType<T>;
  /** Whether the module cannot do without. Otherwise null and a missing value mean `default`. */
  readonly required: boolean;
  /** The module's own default. */
  readonly default: T;
  /** The argument of the component that answers it; undefined where nothing does. */
  readonly argument: string | undefined;
  /** What there is to say beside the argument's name, for the documentation. */
  readonly note?: string;
  /** Whether no message may show its value. Defaults to false. */
  readonly secret?: boolean;
}

/** The variables of one module by name. */
export type Variables = Readonly<Record<string, Variable<unknown>>>;

/** What the variables of a module hold, by name. */
export type ValuesOf<V> = { readonly [K in keyof V]: V[K] extends Variable<infer T> ? T : never };

/** What else there is to say about a variable. */
type More = Pick<Variable<unknown>, "note" | "secret">;

/** A variable that must be given. */
export function required<T>(schema: z.ZodType<T>, argument: string, more?: More): Variable<T> {
  return { schema, required: true, default: undefined as T, argument, ...more };
}

/** A variable with a default. Terraform's null is undefined here. */
export function defaulting<T, D extends T | undefined>(
  schema: z.ZodType<T>,
  value: D,
  argument: string | undefined,
  more?: More,
): Variable<D extends undefined ? T | undefined : T> {
  const described = { schema, required: false, default: value, argument, ...more };
  return described as unknown as Variable<D extends undefined ? T | undefined : T>;
}

/** An argument whose hardened default is not what the original does. */
export type Deviation<A> = {
  [K in keyof A & string]: {
    readonly argument: K;
    /** The value by which the component does what the original does. */
    readonly original: A[K];
    /** What the component does by default. */
    readonly hardened: string;
  };
}[keyof A & string];

/** The original's choices, by argument. */
export function originals<A>(deviations: readonly Deviation<A>[]): Partial<A> {
  const choices = deviations.map(({ argument, original }) => [argument, original] as const);
  return Object.fromEntries(choices) as Partial<A>;
}

/** The arguments of a component that can be asked to be as Terraform's module. */
export interface CompatibleArgs {
  readonly compatibility?: object;
}

/** Where a component differs from the original even when it is asked to be the same, because the original is wrong. */
export interface Difference {
  /** The Terraform resource type. */
  readonly type: string;
  /** The attribute that differs; undefined when the whole resource does. */
  readonly attribute?: string;
  /** For which variables; by default for all. */
  readonly when?: (variables: Readonly<Record<string, unknown>>) => boolean;
  readonly reason: string;
}

/** One Terraform module in terms of the component that replaces it. */
export interface ModuleMapping<V extends Variables, A extends CompatibleArgs, C> {
  readonly kind: ModuleKind;
  /** The component's class. */
  readonly component: new (name: string, args: A, opts?: pulumi.ComponentResourceOptions) => C;
  readonly variables: V;
  /** The arguments that the variables ask for, without the deviations. */
  readonly args: (values: ValuesOf<V>) => A;
  readonly deviations: readonly Deviation<A>[];
  /** The same for the members of the argument `compatibility`. */
  readonly compatibility: readonly Deviation<NonNullable<A["compatibility"]>>[];
  readonly differences: readonly Difference[];
  /** The module's outputs by name: the property of the component that answers, and its value. */
  readonly outputs: Readonly<Record<string, ModuleOutput<C>>>;
  /** Throws an InputPropertiesError for arguments that the component refuses. */
  readonly check?: (args: A) => void;
}

/** One output of a Terraform module. */
export interface ModuleOutput<C> {
  /** What answers it, for the documentation, for example "`arn`". */
  readonly answer: string;
  readonly of: (component: C) => pulumi.Input<unknown>;
}

/** A mapping whose variables, arguments and component are only known to itself. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an existential type, which TypeScript has no word for
export type AnyModule = ModuleMapping<any, any, any>;

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
    args = { ...original, ...own, compatibility };
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

/**
 * Converts and checks the variables of a module.
 * @throws VariablesError listing everything that is wrong
 */
export function readVariables<V extends Variables>(
  kind: ModuleKind,
  variables: V,
  given: Readonly<Record<string, unknown>>,
): ValuesOf<V> {
  const { values, problems } = convertVariables(variables, given);
  if (problems.length > 0) throw new VariablesError(kind, problems);
  return values;
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
