import { checkIntegrations } from "asl-toolkit/integrations";
import { type Finding } from "asl-toolkit/lint";
import { policySize } from "asl-toolkit/iam";
import { checkArguments } from "../shared/arguments/argument-rules";
import { WORKFLOW_NAMES } from "../shared/names";
import { type Problems } from "../shared/problems";
import { type StateMachineArgs } from "./args";
import { normalizeDefinition, type NormalizedDefinition, plainShape } from "./definition";
import { findingText, lintDefinition } from "./definition/lint";
import { ANYWHERE, derivationProblems } from "./role/permissions";
import { integrationPolicyName, machineTrustPolicy } from "./role/policies";
import { resolveMachine, type ResolvedMachine } from "./resolve";
import { checkRollout } from "./versions/rollout";
import { policyCountProblems } from "./role/workflow-policies";

/** What a check leaves for the component. */
export interface CheckedMachine {
  readonly definition: NormalizedDefinition;
  /** What the linter warns of. */
  readonly warnings: readonly Finding[];
}

/**
 * Checks the arguments of a state machine, its definition included, before any resource is made.
 * @throws pulumi.InputPropertiesError listing every problem.
 */
export function checkStateMachineArgs(args: StateMachineArgs): CheckedMachine {
  const problems = checkArguments("StateMachine", args);
  const resolved = resolveMachine(args);
  checkNames(resolved, problems);
  problems
    .tags(args, { roles: args.roleArn === undefined })
    .oneOf("type", resolved.type, ["STANDARD", "EXPRESS"]);
  checkVersions(resolved, problems);
  checkTrust(resolved, problems);
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
    if (problems.found.length === 0) problems.all(policyCountProblems(resolved, definition));
  }
  problems.done("StateMachine");
  return { definition: definition!, warnings };
}

/** The names of the machine and of all that it makes for itself. */
function checkNames(args: ResolvedMachine, problems: Problems): void {
  const { base, alias, roleArn, createLogGroup, serviceIntegrations = {} } = args;
  problems.name("name", "stateMachine", args.machineName);
  if (alias !== false) problems.name("alias", "machineAlias", alias);
  if (createLogGroup) problems.name("name", "logGroup", WORKFLOW_NAMES.stateMachineLogGroup(base));
  if (roleArn !== undefined) return;
  problems.name("name", "role", args.roleName);
  for (const integration of Object.keys(serviceIntegrations)) {
    problems.name("name", "policy", integrationPolicyName(base, integration));
  }
}

/** What moves the alias, and what it leaves behind. */
function checkVersions(
  { alias, type, rollout, keepVersions }: ResolvedMachine,
  problems: Problems,
): void {
  if (rollout !== undefined) checkRollout(rollout, problems);
  problems.add(
    "keepVersions",
    keepVersions !== undefined &&
      type === "EXPRESS" &&
      "needs a STANDARD machine: AWS does not list the executions of Express workflows",
  );
  for (const [name, value] of Object.entries({ rollout, keepVersions })) {
    const lacksAlias = alias === false && value !== undefined;
    problems.add(name, lacksAlias && "needs an alias: leave out `alias`, or give it a name");
  }
}

/** Who may assume the own role, as far as that is known. */
function checkTrust(args: ResolvedMachine, problems: Problems): void {
  if (args.roleArn !== undefined) return;
  const trustedEntities = args.trustedEntities.filter((each) => typeof each === "string");
  const policy = machineTrustPolicy({ ...args, trustedEntities }, ANYWHERE);
  problems.size("trustedEntities", "trustPolicy", policySize(policy));
}

function normalize(args: StateMachineArgs, problems: Problems): NormalizedDefinition | undefined {
  try {
    return normalizeDefinition(args.definition);
  } catch (error) {
    problems.add("definition", (error as Error).message);
    return undefined;
  }
}
