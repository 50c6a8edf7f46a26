import { cloudwatchEntries } from "./types/cloudwatch";
import type { AnyEntry } from "./entry";
import { eventsEntries } from "./types/events";
import { iamEntries } from "./types/iam";
import { kmsEntries } from "./types/kms";
import { lambdaEntries } from "./types/lambda";
import { logsEntries } from "./types/logs";
import { messagingEntries } from "./types/messaging";
import { otherEntries } from "./types/other";
import { randomEntries } from "./types/random";
import { s3Entries } from "./types/s3";
import { stepFunctionsEntries } from "./types/stepfunctions";

/** How each resource type is created and read back: adding a type is one entry in one of these files. */
const REGISTRY: Readonly<Record<string, AnyEntry>> = {
  ...cloudwatchEntries,
  ...eventsEntries,
  ...iamEntries,
  ...kmsEntries,
  ...lambdaEntries,
  ...logsEntries,
  ...messagingEntries,
  ...otherEntries,
  ...randomEntries,
  ...s3Entries,
  ...stepFunctionsEntries,
};

/** The types that the local run can create. */
export const REGISTERED_TYPES: readonly string[] = Object.keys(REGISTRY);

/** The entry of a type. @throws Error for an unknown one, naming it and where to add it */
export function entryOf(type: string): AnyEntry {
  const entry = REGISTRY[type];
  if (entry !== undefined) return entry;
  throw new Error(
    `the local run cannot create ${type} yet; add one entry in local/resources/types/`,
  );
}
