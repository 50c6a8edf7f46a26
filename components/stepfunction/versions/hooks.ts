import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { hookName, takesHooks } from "../../shared/hooks";
import { cloudControl, stepFunctions } from "./clients";
import { pruneVersions } from "./prune";
import { deploymentPreference, describeRollout, type ResolvedRollout } from "./rollout";
import { shiftAlias, versionOf } from "./shift";

const ALIAS = "aws:sfn/alias:Alias";

/** What happens around the update of an alias. */
export interface AliasChoices {
  readonly rollout?: ResolvedRollout;
  readonly keepVersions?: number;
}

/**
 * The hooks of the machine's alias. Before the provider moves the alias to a new version, AWS shifts it there by its
 * deployment preference; the provider's own call then finds it done. A hook that fails keeps the provider from its call,
 * and the state as it was. Undefined when there is nothing to do, and under mocks that take no hooks.
 */
export function aliasHooks(
  name: string,
  { rollout, keepVersions }: AliasChoices,
): pulumi.ResourceHookBinding | undefined {
  if (!takesHooks() || (rollout === undefined && keepVersions === undefined)) return undefined;
  return {
    beforeUpdate: rollout && [
      new pulumi.ResourceHook(
        hookName("rollout", ALIAS, name),
        inRun((args) => rollOut(rollout, args)),
        { onDryRun: true },
      ),
    ],
    // Old versions that stay cost nothing: what fails here is a warning.
    afterUpdate:
      keepVersions === undefined
        ? undefined
        : [
            new pulumi.ResourceHook(
              hookName("prune", ALIAS, name),
              inRun((args) => prune(keepVersions, args)),
              { ignoreErrors: true },
            ),
          ],
  };
}

type Run = (args: pulumi.ResourceHookArgs) => Promise<void>;

/**
 * The engine calls a hook out of the program's context, in which the SDK keeps the stack's settings, the log and whether
 * this is a preview: without it, a preview of an inline program takes itself for an update.
 */
function inRun(run: Run): Run {
  return AsyncResource.bind(run);
}

async function rollOut(
  rollout: ResolvedRollout,
  { name, oldInputs, newInputs }: pulumi.ResourceHookArgs,
): Promise<void> {
  const [from] = versionArns(oldInputs);
  const [to] = versionArns(newInputs);
  if (from === to) return;
  const old = from === undefined ? "the old version" : `version ${versionOf(from)}`;
  await pulumi.log.info(`${name}: ${old} gives way: ${describeRollout(rollout)}`);
  if (pulumi.runtime.isDryRun() || to === undefined) return;
  const aliasArn = `${machineOf(to)}:${String(newInputs?.["name"])}`;
  await shiftAlias({
    client: await cloudControl(aliasArn),
    aliasArn,
    preference: deploymentPreference(rollout, to),
    report: (text) => void pulumi.log.info(`${name}: ${text}`, undefined, undefined, true),
  });
}

async function prune(
  keep: number,
  { name, oldInputs, newInputs }: pulumi.ResourceHookArgs,
): Promise<void> {
  const [current] = versionArns(newInputs);
  if (current === undefined) return;
  const machineArn = machineOf(current);
  const client = await stepFunctions(machineArn);
  const spared = versionArns(oldInputs);
  const { deleted, inUse } = await pruneVersions({ client, machineArn, keep, spared });
  const numbers = (arns: readonly string[]) => arns.map(versionOf).join(", ");
  if (deleted.length > 0) await pulumi.log.info(`${name}: deleted versions ${numbers(deleted)}`);
  if (inUse.length > 0) await pulumi.log.info(`${name}: kept ${numbers(inUse)}, which are in use`);
}

/** The machine of a version: its ARN without the number. */
function machineOf(versionArn: string): string {
  return versionArn.slice(0, versionArn.lastIndexOf(":"));
}

/** The versions that an alias leads to by its inputs, as far as they are known. */
function versionArns(inputs: pulumi.ResourceHookArgs["newInputs"]): string[] {
  const routes = (inputs?.["routingConfigurations"] ?? []) as readonly Record<string, unknown>[];
  return routes
    .map(({ stateMachineVersionArn }) => stateMachineVersionArn)
    .filter((arn) => typeof arn === "string" && arn.startsWith("arn:")) as string[];
}
