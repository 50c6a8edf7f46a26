import * as pulumi from "@pulumi/pulumi";
import { perProgram } from "./program";

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

/** How often each name was given. */
const namesGiven = perProgram(() => new Map<string, number>());

/** The same in every run, as the state keeps it; numbered where two parents have a child of one name, as it must be unique. */
export function hookName(what: string, type: string, name: string): string {
  const given = namesGiven();
  const wanted = `stepfunctions:${what}:${type}:${name}`;
  const count = (given.get(wanted) ?? 0) + 1;
  given.set(wanted, count);
  return count === 1 ? wanted : `${wanted}:${count}`;
}
