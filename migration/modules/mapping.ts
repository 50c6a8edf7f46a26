import { display } from "../../statemachine/json";
import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
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

/** The values that go into the argument of their variable as they are: all but those that a mapping says itself. */
export function direct<A>(variables: Variables, values: Readonly<Record<string, unknown>>): A {
  const entries = Object.entries(variables).map(([name, { argument }]) => [argument, values[name]]);
  return Object.fromEntries(entries.filter(([argument]) => /^\w+$/.test(display(argument)))) as A;
}

/** An object of Terraform's, whose attributes are all called the same here, but for the letter case. */
export function inCamelCase<C>(object: Readonly<Record<string, unknown>>): C {
  const camel = (name: string): string =>
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const entries = Object.entries(object).map(([name, value]) => [camel(name), value]);
  return Object.fromEntries(entries) as C;
}

/** The same keys with other values. */
export function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
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
  readonly tags?: Readonly<Record<string, pulumi.Input<string>>>;
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

/** The tags that each module gives its resources besides Environment and names. */
export const MODULE_TAGS: Readonly<Record<ModuleKind, Readonly<Record<string, string>>>> = {
  kms: { Terraform: "true" },
  s3: { Terraform: "true" },
  lambda: { Terraform: "true", Module: "terraform-aws-lambda" },
  "step-function": { Terraform: "true" },
};

/** A mapping whose variables, arguments and component are only known to itself. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an existential type, which TypeScript has no word for
export type AnyModule = ModuleMapping<any, any, any>;
