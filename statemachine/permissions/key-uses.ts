import { allStates } from "../definition/reader";
import { permissionContext, type PermissionsOptions } from "./context";
import { keyUses, type KeyUse } from "./encryption";
import { statePermissions } from "./states";

/** What a state does with the key of an encrypted target. */
export interface StateKeyUse extends KeyUse {
  readonly state: string;
}

/**
 * What the states of `definition` do with the keys of the targets in `options.encryptedTargets`, state by state. Never
 * throws: what is not a definition calls nothing.
 */
export function stateKeyUses(definition: unknown, options: PermissionsOptions): StateKeyUse[] {
  const states = allStates(definition);
  const context = permissionContext(options, states);
  const keys = options.encryptedTargets ?? {};
  return states.flatMap((state) =>
    keyUses(statePermissions(state, context), keys, context).map((use) => ({
      ...use,
      state: state.name,
    })),
  );
}
