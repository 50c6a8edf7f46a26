import { variablesOf } from "../derive";
import { NameError } from "../derive/names";
import { MissingAttributeError } from "../state/attributes";
import type { Unmanaged } from "./unmanaged";
import { MAPPINGS } from "../modules/mappings";
import { type ModuleInstance, withNested } from "../state/detect-modules";
import { componentArgs, VariablesError } from "../modules/variables";

/** Sets apart the modules that only look like the original ones: same resources, but names of another making. */
export function filterModules(found: readonly ModuleInstance[]): {
  readonly modules: ModuleInstance[];
  readonly foreign: Unmanaged[];
} {
  const modules: ModuleInstance[] = [];
  const foreign: Unmanaged[] = [];
  for (const module of found) {
    const reason = whyForeign(module);
    if (reason === undefined) modules.push(module);
    else {
      const resources = withNested(module).flatMap((each) => each.resources);
      foreign.push(...resources.map(({ address }) => ({ address, reason })));
    }
  }
  return { modules, foreign };
}

function whyForeign(module: ModuleInstance): string | undefined {
  try {
    componentArgs(MAPPINGS[module.kind], variablesOf(module));
    return undefined;
  } catch (error) {
    const expected = [NameError, MissingAttributeError, VariablesError];
    if (!expected.some((each) => error instanceof each)) throw error;
    const message = (error as Error).message.replace(/:\n\s*/, ": ").replace(/\n\s*/g, "; ");
    return `is not the original ${module.kind} module: ${message}`;
  }
}
