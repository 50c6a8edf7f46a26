import { checkIntegrations } from "asl-toolkit/integrations";
import { type Finding } from "asl-toolkit/lint";
import { Problems } from "../shared/problems";
import { LOG_RETENTION_DAYS } from "../shared/retention";
import { type StateMachineArgs } from "./args";
import { normalizeDefinition, type NormalizedDefinition, plainShape } from "./definition";
import { findingText, lintDefinition } from "./lint";
import { derivationProblems } from "./permissions";
import { resolveMachine } from "./resolve";
import { policyCountProblem } from "./workflow-policies";

/** What a check leaves for the component. */
export interface CheckedMachine {
  readonly definition: NormalizedDefinition;
  /** What the linter warns of. */
  readonly warnings: readonly Finding[];
}

const TYPES = ["STANDARD", "EXPRESS"];
const LOG_LEVELS = ["ALL", "ERROR", "FATAL", "OFF"];

/**
 * Checks the arguments of a state machine, its definition included, before any resource is made.
 * @throws pulumi.InputPropertiesError listing every problem.
 */
export function checkStateMachineArgs(args: StateMachineArgs): CheckedMachine {
  const problems = new Problems().required(args, "prefix", "environment", "name").tags(args.tags);
  const resolved = resolveMachine(args);
  problems
    .name("name", "stateMachine", resolved.machineName)
    .oneOf("type", resolved.type, TYPES)
    .oneOf("logLevel", args.logLevel, LOG_LEVELS)
    .oneOf("logRetentionInDays", args.logRetentionInDays, LOG_RETENTION_DAYS)
    .wholeNumber("managedPolicies", args.managedPolicies, 0, 20)
    .wholeNumber("kmsDataKeyReusePeriodSeconds", args.kmsDataKeyReusePeriodSeconds, 60, 900);
  if (args.roleArn === undefined) problems.name("name", "role", resolved.roleName);
  if (resolved.alias !== false) {
    // The same rules as a machine's name: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html
    problems.name("alias", "stateMachine", resolved.alias);
  }
  // Integrations are checked with a stand-in for each ARN that is not a plain value.
  for (const { path, reason } of checkIntegrations(plainShape(args.serviceIntegrations ?? {}))) {
    problems.add(["serviceIntegrations", path].filter(Boolean).join("."), reason);
  }
  const definition = normalize(args, problems);
  const findings =
    definition?.shape === undefined ? [] : lintDefinition(definition.shape, resolved.type);
  const warnings = findings.filter(({ severity }) => severity === "warning");
  for (const finding of findings) {
    problems.add("definition", finding.severity === "error" && findingText(finding));
  }
  if (definition !== undefined && warnings.length === findings.length) {
    for (const reason of derivationProblems(resolved, definition)) {
      problems.add("definition", reason);
    }
    if (problems.found.length === 0) {
      problems.add("definition", policyCountProblem(resolved, definition));
    }
  }
  problems.done("StateMachine");
  return { definition: definition!, warnings };
}

function normalize(args: StateMachineArgs, problems: Problems): NormalizedDefinition | undefined {
  try {
    return normalizeDefinition(args.definition);
  } catch (error) {
    problems.add("definition", (error as Error).message);
    return undefined;
  }
}
