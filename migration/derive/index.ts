import { mapValues, type JsonRecord } from "../../statemachine/json";
import type { Suffixes } from "../modules/declare";
import { MAPPINGS } from "../modules/mappings";
import type { ModuleKind } from "../modules/mapping";
import { find, type ModuleInstance } from "../state/detect-modules";
import { fromState } from "./from-state";
import { aliasSuffix, kmsVariables } from "./kms";
import { lambdaVariables } from "./lambda";
import { compact } from "./names";
import { bucketSuffix, s3Variables } from "./s3";
import { stepFunctionVariables } from "./stepfunction";

/** The variables that are more than an attribute, from the module and those that are one. */
const DERIVE: Readonly<
  Record<ModuleKind, (module: ModuleInstance, read: JsonRecord) => JsonRecord>
> = {
  kms: kmsVariables,
  s3: s3Variables,
  lambda: lambdaVariables,
  "step-function": stepFunctionVariables,
};

/**
 * The variables that the module was called with, as far as its resources show them. Those that left no trace (how a
 * zip was made, for example) are absent.
 */
export function variablesOf(module: ModuleInstance): JsonRecord {
  const read = mapValues(
    MAPPINGS[module.kind].variables,
    ({ state }) => state && fromState(module, state),
  );
  return compact({ ...read, ...DERIVE[module.kind](module, read) });
}

/** The random ends of the names that the module made, for itself or in a module of its own. */
export function suffixesOf(module: ModuleInstance): Suffixes {
  const own = [module, ...module.nested];
  const buckets = own.filter(({ kind }) => kind === "s3");
  const [key] = own.filter(({ kind }) => kind === "kms").map(keySuffix);
  const [bucket] = buckets.map(bucketSuffix);
  const inner = module.kind === "lambda" ? buckets.flatMap(({ nested }) => nested) : [];
  const [bucketKey] = inner.map(keySuffix);
  return compact({ key, bucket, bucketKey });
}

/** A key makes its suffix also where the alias goes without it; any text keeps it from making one anew. */
function keySuffix(key: ModuleInstance): string {
  const made = find(key.resources, "random_string.random_suffix")?.attributes["result"];
  return aliasSuffix(key) ?? (typeof made === "string" ? made : "unused");
}
