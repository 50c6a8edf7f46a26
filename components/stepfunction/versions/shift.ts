import { setTimeout as sleep } from "node:timers/promises";
import type { CloudControlClient, ProgressEvent } from "@aws-sdk/client-cloudcontrol";
import { type DeploymentPreference } from "./rollout";

const TYPE_NAME = "AWS::StepFunctions::StateMachineAlias";

/** Seconds between two questions; AWS itself looks at alarms once a minute. */
const POLL_SECONDS = 15;

/** What a shift works with. */
export interface Shift {
  readonly client: CloudControlClient;
  readonly aliasArn: string;
  readonly preference: DeploymentPreference;
  /** Says how far it is. */
  readonly report: (text: string) => void;
  /** @param seconds defaults to real ones */
  readonly wait?: (seconds: number) => Promise<unknown>;
}

/**
 * Lets AWS shift the alias to a version by its own deployment preference, and waits for the end. One that is under way
 * already, from an update that was cut off, is waited for first.
 *
 * The property is write-only: AWS's read of the alias lacks it, so the patch adds it as a whole.
 * @throws Error with AWS's words when AWS brought the old version back, or refused
 */
export async function shiftAlias(shift: Shift): Promise<void> {
  const { UpdateResourceCommand, ConcurrentOperationException } =
    await import("@aws-sdk/client-cloudcontrol");
  const { client, aliasArn, preference, report } = shift;
  const patch = [{ op: "add", path: "/DeploymentPreference", value: preference }];
  const command = new UpdateResourceCommand({
    TypeName: TYPE_NAME,
    Identifier: aliasArn,
    PatchDocument: JSON.stringify(patch),
  });
  try {
    await finish(shift, (await client.send(command)).ProgressEvent);
  } catch (error) {
    if (!(error instanceof ConcurrentOperationException)) throw error;
    report("another rollout of this alias is under way: waiting for it");
    await finish(shift, await underWay(shift));
    await finish(shift, (await client.send(command)).ProgressEvent);
  }
}

/** Waits until an operation is over. */
async function finish(shift: Shift, started: ProgressEvent | undefined): Promise<void> {
  const { GetResourceRequestStatusCommand } = await import("@aws-sdk/client-cloudcontrol");
  const { client, preference, wait = (seconds) => sleep(seconds * 1000) } = shift;
  let event = started;
  let told = "";
  while (event?.OperationStatus === "PENDING" || event?.OperationStatus === "IN_PROGRESS") {
    await wait(POLL_SECONDS);
    const weights = weightsOf(event);
    if (weights !== told) shift.report((told = weights));
    const { RequestToken } = event;
    event = (await client.send(new GetResourceRequestStatusCommand({ RequestToken })))
      .ProgressEvent;
  }
  if (event === undefined || event.OperationStatus === "SUCCESS") return;
  const { OperationStatus, ErrorCode, StatusMessage } = event;
  const why = [ErrorCode, StatusMessage].filter(Boolean).join(": ") || "AWS gives no reason";
  throw new Error(
    `the rollout to version ${versionOf(preference.StateMachineVersionArn)} ended as ${OperationStatus}, ` +
      `and the alias keeps the version that it had: ${why} (alarms: ${preference.Alarms.join(", ")}). ` +
      "The next update tries again from there",
  );
}

/** The operation on this alias that is not over. */
async function underWay({ client, aliasArn }: Shift): Promise<ProgressEvent | undefined> {
  const { paginateListResourceRequests } = await import("@aws-sdk/client-cloudcontrol");
  const ResourceRequestStatusFilter = {
    OperationStatuses: ["PENDING" as const, "IN_PROGRESS" as const],
  };
  for await (const page of paginateListResourceRequests(
    { client },
    { ResourceRequestStatusFilter },
  )) {
    const found = page.ResourceRequestStatusSummaries?.find(
      ({ Identifier, TypeName }) => Identifier === aliasArn && TypeName === TYPE_NAME,
    );
    if (found) return found;
  }
  return undefined;
}

/** `90 % version 7, 10 % version 8`, as far as AWS tells it. */
function weightsOf({ ResourceModel }: ProgressEvent): string {
  const model = JSON.parse(ResourceModel ?? "{}") as {
    RoutingConfiguration?: readonly { StateMachineVersionArn: string; Weight: number }[];
  };
  const each = (model.RoutingConfiguration ?? []).map(
    ({ StateMachineVersionArn, Weight }) =>
      `${Weight} % version ${versionOf(StateMachineVersionArn)}`,
  );
  return each.sort().join(", ") || "AWS shifts the alias";
}

/** The number at the end of a version's ARN. */
export function versionOf(versionArn: string): string {
  return versionArn.slice(versionArn.lastIndexOf(":") + 1);
}
