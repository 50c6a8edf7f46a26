import { cloudwatchEntries } from "./cloudwatch";
import type { AnyEntry } from "./entry";
import { eventsEntries } from "./events";
import { iamEntries } from "./iam";
import { kmsEntries } from "./kms";
import { lambdaEntries } from "./lambda";
import { logsEntries } from "./logs";
import { messagingEntries } from "./messaging";
import { otherEntries } from "./other";
import { randomEntries } from "./random";
import { s3Entries } from "./s3";
import { stepFunctionsEntries } from "./stepfunctions";

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
  throw new Error(`the local run cannot create ${type} yet; add one entry in local/registry/`);
}
