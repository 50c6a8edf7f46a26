import * as pulumi from "@pulumi/pulumi";

/** Whether the run takes hooks: the mocks of Pulumi's SDK do not. */
export function takesHooks(): boolean {
  const monitor = pulumi.runtime.getMonitor() as object | undefined;
  return monitor !== undefined && "registerErrorHook" in monitor;
}

/**
 * The hook, without which the program goes on where the engine cannot register it: an older one, or one that knows the
 * feature and not the call. For hooks that only make a deployment smoother.
 */
export function optionalHook<Hook extends object>(hook: Hook): Hook {
  // The SDK waits for this before it registers a resource with the hook, and has no public name for it.
  const { __registered: registered } = hook as { readonly __registered?: Promise<void> };
  return Object.assign(hook, { __registered: registered?.catch(() => undefined) });
}

/** How often each name was given, by the stack of the program; a provider that builds for other languages has none. */
const GIVEN = new WeakMap<object, Map<string, number>>();
const NO_STACK = {};

/** The same in every run, as the state keeps it; numbered where two parents have a child of one name, as it must be unique. */
export function hookName(what: string, type: string, name: string): string {
  const stack = pulumi.runtime.getStackResource() ?? NO_STACK;
  const given = GIVEN.get(stack) ?? new Map<string, number>();
  GIVEN.set(stack, given);
  const wanted = `stepfunctions:${what}:${type}:${name}`;
  const count = (given.get(wanted) ?? 0) + 1;
  given.set(wanted, count);
  return count === 1 ? wanted : `${wanted}:${count}`;
}
