import { type Finding } from "asl-toolkit/lint";
import { checkIntegrations } from "asl-toolkit/integrations";
import { Problems } from "../shared/problems";
import { plainShape, settleDefinition, type SettledDefinition } from "./definition";
import { findingText, judge } from "./lint";
import { derivationProblems } from "./permissions";
import { resourceName, WORKFLOW_NAMES } from "../shared/names";
import { LOG_RETENTION_DAYS } from "../shared/retention";
import { type StateMachineArgs } from "../stepfunction";

/** What a check leaves for the component: the settled definition and the linter's warnings. */
export interface CheckedMachine {
  readonly settled: SettledDefinition;
  readonly findings: readonly Finding[];
}

const TYPES = ["STANDARD", "EXPRESS"];
const LOG_LEVELS = ["ALL", "ERROR", "FATAL", "OFF"];

/**
 * Checks the arguments of a state machine, its definition included, before any resource is made.
 * @throws pulumi.InputPropertiesError listing every problem.
 */
export function checkStateMachineArgs(args: StateMachineArgs): CheckedMachine {
  const problems = new Problems().required(args, "prefix", "environment", "name").tags(args.tags);
  const base = resourceName(args.prefix, args.environment, args.name);
  problems
    .name("name", "stateMachine", WORKFLOW_NAMES.stateMachine(base))
    .oneOf("type", args.type?.toUpperCase(), TYPES)
    .oneOf("logLevel", args.logLevel, LOG_LEVELS)
    .oneOf("logRetentionInDays", args.logRetentionInDays, LOG_RETENTION_DAYS)
    .wholeNumber("kmsDataKeyReusePeriodSeconds", args.kmsDataKeyReusePeriodSeconds, 60, 900);
  if (args.roleArn === undefined) problems.name("name", "role", `${base}-step-functions-role`);
  if (args.alias !== undefined && args.alias !== false) {
    // The same rules as a machine's name: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html
    problems.name("alias", "stateMachine", args.alias);
  }
  // The catalogue is asked with a stand-in for each ARN that is not a plain value.
  for (const { path, reason } of checkIntegrations(plainShape(args.serviceIntegrations ?? {}))) {
    problems.add(["serviceIntegrations", path].filter(Boolean).join("."), reason);
  }
  const settled = settle(args, problems);
  const findings = settled?.shape === undefined ? [] : judge(settled.shape, args);
  for (const finding of findings) {
    problems.add("definition", finding.severity === "error" && findingText(finding));
  }
  if (settled !== undefined && findings.every(({ severity }) => severity !== "error")) {
    for (const reason of derivationProblems(args, settled)) problems.add("definition", reason);
  }
  problems.done("StateMachine");
  return { settled: settled!, findings: findings.filter(({ severity }) => severity === "warning") };
}

function settle(args: StateMachineArgs, problems: Problems): SettledDefinition | undefined {
  try {
    return settleDefinition(args.definition);
  } catch (error) {
    problems.add("definition", (error as Error).message);
    return undefined;
  }
}
