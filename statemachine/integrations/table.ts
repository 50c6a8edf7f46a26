import { own } from "../json";
import { COMPUTE, startContainerJob } from "./resources/compute";
import { DATA, queryTables } from "./resources/data";
import { invokeApi, invokeHttp, MESSAGING, startExecution } from "./resources/messaging";
import { MODELS } from "./resources/models";
import compute from "./rows/compute.json";
import data from "./rows/data.json";
import eks from "./rows/eks.json";
import emr from "./rows/emr.json";
import messaging from "./rows/messaging.json";
import models from "./rows/models.json";
import sagemaker from "./rows/sagemaker.json";
import {
  managedRule,
  type Named,
  type PermissionRow,
  type Permissions,
  permissionsOf,
} from "./template";

/** How a task calls an integration: the ending of its Resource, or `requestResponse` for none. */
export type Pattern = "requestResponse" | "sync" | "sync:2" | "waitForTaskToken";

/** One optimized integration, by `service:action` the row of a table. */
export interface Integration {
  readonly patterns: readonly Pattern[];
  /** What the role of the machine must be allowed to make a call. */
  readonly permissions: Permissions;
  /** SDK calls that ask how the job is doing: `.sync` waits for its end without them. */
  readonly polledBy?: readonly string[];
  /** The SDK call that does the same and leaves its answer to be decoded. */
  readonly replaces?: string;
}

/** An integration as rows/*.json have it. */
interface Row extends Omit<Integration, "permissions"> {
  /** How it can be called beside asking and going on. */
  readonly patterns: readonly Exclude<Pattern, "requestResponse">[];
  readonly permissions: readonly (PermissionRow | string)[];
  /** See {@link managedRule}. */
  readonly rule?: string;
}

/** What the rows of integrations name. */
export const NAMED: Named = {
  resources: { ...COMPUTE, ...DATA, ...MESSAGING, ...MODELS },
  permissions: { invokeApi, invokeHttp, queryTables, startContainerJob, startExecution },
};

function integrationOf({ patterns, permissions, rule, ...row }: Row): Integration {
  return {
    ...row,
    patterns: ["requestResponse", ...patterns],
    permissions: (call) => [...permissionsOf(permissions, call, NAMED), ...managedRule(call, rule)],
  };
}

/**
 * The optimized integrations by `service:action`: how each can be called and what it must be allowed. Reading and
 * writing of a Distributed Map in S3 is not a Task and has its own fields.
 * Source: Step Functions developer guide, "Integrating services" and each service's page there.
 */
export const INTEGRATIONS: Readonly<Record<string, Integration>> = Object.fromEntries(
  Object.entries({
    ...messaging,
    ...data,
    ...compute,
    ...eks,
    ...emr,
    ...sagemaker,
    ...models,
  } as Readonly<Record<string, Row>>).map(([name, row]) => [name, integrationOf(row)]),
);

/** The integration `service:action`; undefined when there is none of that name. */
export function findIntegration(name: string): Integration | undefined {
  return own(INTEGRATIONS, name);
}

/** SDK calls that ask how a job is doing, and the integration that waits for it instead. */
export const WAITING_INTEGRATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries(INTEGRATIONS).flatMap(([name, { patterns, polledBy = [] }]) => {
    const waiting = `${name}.${patterns.includes("sync:2") ? "sync:2" : "sync"}`;
    return polledBy.map((call): [string, string] => [call, waiting]);
  }),
);

/** SDK calls that an optimized integration does better, and its name. */
export const BETTER_INTEGRATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries(INTEGRATIONS).flatMap(([name, { replaces }]): [string, string][] =>
    replaces === undefined ? [] : [[replaces, name]],
  ),
);
