import type { SFNClient } from "@aws-sdk/client-sfn";

/** What pruning works with. */
export interface Pruning {
  readonly client: Pick<SFNClient, "send">;
  readonly machineArn: string;
  /** The newest versions that stay in any case. */
  readonly keep: number;
  /** Versions that the alias led to until now: what they run may not be listed yet. */
  readonly spared: readonly string[];
}

/** What became of the versions beyond those to keep. */
export interface Pruned {
  readonly deleted: readonly string[];
  /** Those with executions that are not over, or with an alias. */
  readonly inUse: readonly string[];
}

/**
 * Deletes the versions of a Standard machine beyond the newest `keep`, but none that executes, and none that an alias leads
 * to: AWS refuses that one
 * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html).
 */
export async function pruneVersions(pruning: Pruning): Promise<Pruned> {
  const { DeleteStateMachineVersionCommand, ConflictException } =
    await import("@aws-sdk/client-sfn");
  const old = (await versionsOf(pruning)).slice(pruning.keep);
  const deleted: string[] = [];
  const inUse: string[] = [];
  for (const stateMachineVersionArn of old.reverse()) {
    if (pruning.spared.includes(stateMachineVersionArn)) continue;
    if (await isRunning(pruning.client, stateMachineVersionArn)) {
      inUse.push(stateMachineVersionArn);
      continue;
    }
    try {
      await pruning.client.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn }));
      deleted.push(stateMachineVersionArn);
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error;
      inUse.push(stateMachineVersionArn);
    }
  }
  return { deleted, inUse };
}

/** The ARNs of all versions, the newest first, as AWS lists them. */
async function versionsOf({ client, machineArn }: Pruning): Promise<string[]> {
  const { ListStateMachineVersionsCommand } = await import("@aws-sdk/client-sfn");
  const found: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new ListStateMachineVersionsCommand({ stateMachineArn: machineArn, nextToken }),
    );
    for (const { stateMachineVersionArn } of page.stateMachineVersions ?? []) {
      if (stateMachineVersionArn !== undefined) found.push(stateMachineVersionArn);
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

/** Whether a version has executions that are not over; one that waits to be run again is not. */
async function isRunning(client: Pruning["client"], versionArn: string): Promise<boolean> {
  const { ListExecutionsCommand } = await import("@aws-sdk/client-sfn");
  for (const statusFilter of ["RUNNING", "PENDING_REDRIVE"] as const) {
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn: versionArn, statusFilter, maxResults: 1 }),
    );
    if (executions.length > 0) return true;
  }
  return false;
}
