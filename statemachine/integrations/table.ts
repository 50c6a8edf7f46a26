import { own } from "../json";
import type { Integration } from "./integration";
import { COMPUTE } from "./rows/compute";
import { DATA } from "./rows/data";
import { EKS } from "./rows/eks";
import { EMR } from "./rows/emr";
import { EMR_SERVERLESS } from "./rows/emr-serverless";
import { MESSAGING } from "./rows/messaging";
import { MODELS } from "./rows/models";
import { SAGEMAKER } from "./rows/sagemaker";

/**
 * The optimized integrations by `service:action`: how each can be called and what it must be allowed. Reading and
 * writing of a Distributed Map in S3 is not a Task and has its own fields.
 * Source: Step Functions developer guide, "Integrating services" and each service's page there.
 */
export const INTEGRATIONS: Readonly<Record<string, Integration>> = {
  ...MESSAGING,
  ...DATA,
  ...COMPUTE,
  ...EKS,
  ...EMR,
  ...EMR_SERVERLESS,
  ...SAGEMAKER,
  ...MODELS,
};

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
