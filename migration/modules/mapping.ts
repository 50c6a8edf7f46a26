import { mapValues, type JsonRecord } from "../../statemachine/json";
import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { ComponentClass } from "../../components/provider/components";
import type { Settings } from "../../stack/settings";
import table from "./modules.json";
import slots from "./resource-slots.json";
import { choice, type TypeSpec, typeOf } from "./variable-types";

/** The four Terraform modules that the components replace. */
export type ModuleKind = Settings["terraform"][string]["module"];

/** What each module makes, as `type.name`; the first is the resource by which an instance is detected. */
export const MODULE_RESOURCES: Readonly<Record<ModuleKind, readonly string[]>> = slots;

/** Where a state shows what a variable was. */
export interface StateSource {
  /** The resources, as `type.name`. Defaults to the one by which the module is detected. */
  readonly of?: string;
  /** The attribute, after the blocks around it. Without it the variable says whether there is such a resource. */
  readonly attribute?: string;
  /** The variable says whether the attribute is this. */
  readonly equals?: unknown;
  /** Whether a state without the attribute is not the module's. Defaults to false. */
  readonly needed?: boolean;
  /** One value for each resource, by the order or by the key of `for_each`. Defaults to the one resource's. */
  readonly each?: string;
}

/** One variable of a Terraform module, and what answers it here. */
export interface Variable {
  /** Converts a value as Terraform would; its description is the type in Terraform's words. */
  readonly schema: z.ZodType;
  /** Whether the module cannot do without. Otherwise null and a missing value mean `default`. */
  readonly required: boolean;
  /** The module's own default, in Terraform's words; undefined for its null. */
  readonly default?: unknown;
  /** The argument of the component that answers it; undefined where nothing does. */
  readonly argument?: string;
  /** What there is to say beside the argument's name, for the documentation. */
  readonly note?: string;
  /** Whether no message may show its value. Defaults to false. */
  readonly secret?: boolean;
  /** Where a state shows it; undefined where that takes more than one attribute. */
  readonly state?: StateSource;
}

/** The variables of one module by name. */
export type Variables = Readonly<Record<string, Variable>>;

/** An argument whose hardened default is not what the original does. */
export interface Deviation {
  readonly argument: string;
  /** The value by which the component does what the original does. */
  readonly original: unknown;
  /** What the component does by default. */
  readonly hardened: string;
}

/** The original's choices, by argument. */
export function originals(deviations: readonly Deviation[]): JsonRecord {
  return Object.fromEntries(deviations.map(({ argument, original }) => [argument, original]));
}

/** Where a component differs from the original even when it is asked to be the same, because the original is wrong. */
export interface Difference {
  /** The Terraform resource type. */
  readonly type: string;
  /** The attribute that differs; undefined when the whole resource does. */
  readonly attribute?: string;
  /** For which variables; by default for all. */
  readonly when?: (variables: JsonRecord) => boolean;
  readonly reason: string;
}

/** One output of a Terraform module: what answers it, for the documentation, and its value. */
export interface ModuleOutput {
  readonly answer: string;
  of(component: object): pulumi.Input<unknown>;
}

/** One Terraform module in terms of the component that replaces it. */
export interface ModuleMapping {
  readonly kind: ModuleKind;
  readonly component: ComponentClass;
  /** The tags that the module gives its resources besides Environment and names. */
  readonly tags: Readonly<Record<string, string>>;
  readonly variables: Variables;
  /**
   * The arguments that the variables ask for, without the deviations.
   *
   * @param direct those that are the value of a variable as it is
   */
  args(values: JsonRecord, direct: object): object;
  readonly deviations: readonly Deviation[];
  /** The same for the members of the argument `compatibility`. */
  readonly compatibility: readonly Deviation[];
  readonly differences: readonly Difference[];
  readonly outputs: Readonly<Record<string, ModuleOutput>>;
  /** Throws an InputPropertiesError for arguments that the component refuses. */
  check?(args: object): void;
}

/** A variable as the table has it: one that must be given has no default. */
interface VariableRow extends Omit<Variable, "schema" | "required"> {
  readonly type: TypeSpec;
  /** The only values that the module allows. Defaults to all of the type. */
  readonly oneOf?: readonly string[];
}

/** What the table of the modules says of one. */
interface ModuleRow extends Pick<ModuleMapping, "tags" | "deviations" | "compatibility"> {
  readonly variables: Readonly<Record<string, VariableRow>>;
  /** The property of the component that answers each output. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** What the table `modules.json` says of a module; the rest takes code. */
export function moduleRow(kind: ModuleKind): Omit<ModuleMapping, "component" | "args" | "check"> {
  const { variables, outputs, ...rest } = (table as Readonly<Record<ModuleKind, ModuleRow>>)[kind];
  return {
    kind,
    variables: mapValues(variables, variableOf),
    outputs: mapValues(outputs, outputOf),
    differences: [],
    ...rest,
  };
}

function variableOf({ type, oneOf, default: value, ...row }: VariableRow): Variable {
  const schema = oneOf === undefined ? typeOf(type) : choice(...oneOf);
  return { ...row, schema, required: value === undefined, default: value ?? undefined };
}

function outputOf(property: string): ModuleOutput {
  return {
    answer: `\`${property}\``,
    of: (component) => (component as Readonly<Record<string, pulumi.Input<unknown>>>)[property],
  };
}
