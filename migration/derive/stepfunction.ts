import { MODULE_TAGS } from "../modules/mapping";
import { SERVICE_INTEGRATIONS, partsOf } from "../../statemachine/integrations/terraform/grants";
import { parseArn, type Statement } from "../../statemachine/iam";
import { NameError, type Variables, callerTags, compact, splitName } from "./names";
import { type Attributes, attribute, block, tagsOf, texts } from "../state/attributes";
import { find, findAll, type ModuleInstance, primaryOf } from "../state/detect-modules";
import type { StateResource } from "../state/state-resource";
import { principals, statementsIn } from "./policy";

/** The `step-function` module's variables, from the state machine and what stands around it. */
export function stepFunctionVariables(module: ModuleInstance): Variables {
  const machine = primaryOf(module).attributes;
  const whole = attribute(machine, "name");
  if (!whole.endsWith("-sfn")) throw new NameError(whole);
  const parts = splitName(whole.slice(0, -"-sfn".length), tagsOf(machine)["Environment"]);
  const role = find(module.resources, "aws_iam_role.this")?.attributes;
  const logGroup = find(module.resources, "aws_cloudwatch_log_group.this")?.attributes;
  const logging = block(machine, "logging_configuration");
  const integrations = findAll(module.resources, "aws_iam_policy.service");
  const xray = block(machine, "tracing_configuration")?.["enabled"] === true;
  return compact({
    ...parts,
    type: machine["type"],
    definition: attribute(machine, "definition"),
    service_integrations: {
      ...Object.fromEntries(integrations.map((each) => [String(each.key), integrationParts(each)])),
      // Only `true`, not a list of resources, turns tracing on in the original.
      ...(xray && { xray: { xray: true } }),
    },
    attach_policies_for_integrations: integrations.length > 0 || !xray,
    is_create_role: role !== undefined,
    exists_role_arn: role === undefined ? machine["role_arn"] : undefined,
    trusted_entities: statementsIn(role?.["assume_role_policy"])
      .flatMap((statement) => principals(statement, "Service"))
      // The module's own choice; another region's or the global name is the caller's.
      .filter((service) => service !== `states.${regionOf(machine)}.amazonaws.com`),
    additional_role_policy_arn: Object.fromEntries(
      findAll(module.resources, "aws_iam_role_policy_attachment.this").map((each) => [
        String(each.key),
        attribute(each.attributes, "policy_arn"),
      ]),
    ),
    is_create_cloudwatch_log_group: logGroup !== undefined,
    cloudwatch_log_retention_in_days: logGroup?.["retention_in_days"],
    kms_key_id: logGroup?.["kms_key_id"],
    log_level: logging?.["level"],
    log_include_execution_data: logging?.["include_execution_data"],
    tags: callerTags(machine, parts, { ...MODULE_TAGS["step-function"], Name: whole }),
  });
}

/** The region in the machine's ARN. */
function regionOf(machine: Attributes): string {
  return parseArn(attribute(machine, "arn"))?.region ?? "";
}

/** The parts that an integration's policy grants, each with its resources. */
function integrationParts({ key, attributes }: StateResource): Record<string, unknown> {
  const integration = SERVICE_INTEGRATIONS.find((each) => each === key);
  const parts = integration === undefined ? [] : Object.keys(partsOf(integration));
  return Object.fromEntries(
    statementsIn(attributes["policy"]).map((statement) => [
      parts.find((part) => matches(statement, `${integration}${part}`)) ?? String(statement.Sid),
      texts(statement.Resource),
    ]),
  );
}

/** A Sid is the integration and the part without punctuation, the words of the part capitalised. */
function matches({ Sid: sid }: Statement, name: string): boolean {
  return sid?.toLowerCase() === name.replace(/[^a-z0-9]/gi, "").toLowerCase();
}
