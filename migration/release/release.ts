import { shellWord, UsageError, visible } from "../../statemachine/cli";
import { isConfigurable, moduleSteps } from "../state/addresses";
import type { Plan } from "../plan/plan";
import type { StateResource } from "../state/state-resource";

/**
 * The command lines by which Terraform forgets what was adopted, without destroying it. Data sources need none.
 *
 * @param resources the managed resources of the state.
 */
export function stateRemoveLines(plan: Plan, resources: readonly StateResource[]): string[] {
  return released(plan, resources).map(({ address }) => `terraform state rm ${shellWord(address)}`);
}

/**
 * The same as blocks for Terraform 1.7 or newer, which do it by the next apply. A block names no single instance: a
 * module of which nothing stays is named as a whole, of others every resource.
 *
 * @throws UsageError for an address that no configuration can hold
 */
export function removedBlocks(plan: Plan, resources: readonly StateResource[]): string[] {
  const leaving = released(plan, resources);
  leaving.forEach(refuseStrange);
  const gone = new Set(leaving);
  const staying = resources.filter((each) => !gone.has(each)).map(configAddress);
  const names = leaving.map((each) => {
    const outer = withoutKeys(moduleSteps(each.module).slice(0, 1).join("."));
    const whole = outer !== "" && !staying.some((address) => address.startsWith(`${outer}.`));
    return whole ? outer : configAddress(each);
  });
  return [...new Set(names)].map(
    (from) => `removed {\n  from = ${from}\n\n  lifecycle {\n    destroy = false\n  }\n}`,
  );
}

/** What was adopted, and what rightly stays behind: Terraform has no more use for either. */
function released(plan: Plan, resources: readonly StateResource[]): StateResource[] {
  const gone = new Set([...plan.adopt, ...plan.leftBehind].map(({ address }) => address));
  return resources.filter(({ address }) => gone.has(address));
}

function configAddress({ module, type, name }: StateResource): string {
  return [withoutKeys(module), `${type}.${name}`].filter(Boolean).join(".");
}

/** @throws UsageError for an address that no configuration can hold */
function refuseStrange({ address, module, name }: StateResource): void {
  if (isConfigurable(module) && /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name)) return;
  throw new UsageError(
    `no \`removed\` block can name ${visible(address)}: it is not an address that Terraform writes. ` +
      "Use the `terraform state rm` lines instead",
  );
}

function withoutKeys(module: string): string {
  return moduleSteps(module)
    .map((step) => step.replace(/\[.*\]$/, ""))
    .join(".");
}
