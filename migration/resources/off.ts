import { isDeepStrictEqual } from "node:util";
import inputs from "./inputs-that-are-off.json";

/**
 * What the components send for a part that is off (docs/turning-off.md) and Terraform leaves out: for a resource that
 * never had the part it is what AWS has anyway.
 */
const OFF: Readonly<Record<string, Readonly<Record<string, unknown>>>> = inputs;

/** The names of the inputs that say no more than that a part is off. */
export function inputsThatAreOff(
  type: string,
  given: Readonly<Record<string, unknown>>,
): readonly string[] {
  const off = OFF[type] ?? {};
  return Object.keys(off).filter((name) => isDeepStrictEqual(given[name], off[name]));
}
