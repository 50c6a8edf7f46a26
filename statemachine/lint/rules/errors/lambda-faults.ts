import { attempts, handlers, handles } from "../../facts/handlers";
import { isLambda } from "../../facts/resource";
import type { LintRule } from "../../rule";

/** Passing faults of the Lambda service, which AWS asks every caller to retry (guide, bp-lambda-serviceexception). */
const LAMBDA_FAULTS = [
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
];
const THROTTLED = "Lambda.TooManyRequestsException";

/** Rules about the passing faults of Lambda. */
export const LAMBDA_FAULTS_RULES: readonly LintRule[] = [
  {
    id: "lambda-retry",
    meta: {
      description: `A Lambda task retries the passing faults of the service: ${LAMBDA_FAULTS.join(", ")}.`,
      pillar: "reliability",
      severity: "warning",
      remedy: "add a Retry for them: 2 seconds, 6 attempts, rate 2, with jitter",
    },
    on: "state",
    types: ["Task"],
    check: ({ state, report }) => {
      if (!isLambda(state)) return;
      const entries = handlers(state, "Retry").filter((entry) => attempts(entry) > 0);
      const missing = LAMBDA_FAULTS.filter((name) => !handles(entries, name));
      if (missing.length > 0) report([], `the Lambda task does not retry ${missing.join(", ")}`);
    },
  },
  {
    id: "lambda-throttle-retry",
    meta: {
      description: `A Lambda task retries ${THROTTLED}: a throttled function is free again in a moment.`,
      pillar: "performance",
      severity: "warning",
      remedy: "add the name to the Retry for passing faults",
    },
    on: "state",
    types: ["Task"],
    check: ({ state, report }) => {
      if (!isLambda(state)) return;
      const entries = handlers(state, "Retry").filter((entry) => attempts(entry) > 0);
      if (!handles(entries, THROTTLED)) report([], `the Lambda task does not retry ${THROTTLED}`);
    },
  },
];
