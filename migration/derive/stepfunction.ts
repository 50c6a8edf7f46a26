import { SERVICE_INTEGRATIONS, partsOf } from "../../statemachine/integrations/terraform/grants";
import { parseArn, type Statement } from "../../statemachine/iam";
import type { JsonRecord } from "../../statemachine/json";
import { attribute, block, texts } from "../state/attributes";
import { find, findAll, type ModuleInstance, primaryOf } from "../state/detect-modules";
import type { StateResource } from "../state/state-resource";
import { byKey } from "./from-state";
import { madeNames } from "./names";
import { principals, statementsIn } from "./policy";

/** The variables of the module `step-function` that are more than an attribute. */
export function stepFunctionVariables(module: ModuleInstance): JsonRecord {
  const machine = primaryOf(module).attributes;
  const role = find(module.resources, "aws_iam_role.this")?.attributes;
  const integrations = findAll(module.resources, "aws_iam_policy.service");
  const xray = block(machine, "tracing_configuration")?.["enabled"] === true;
  const ownService = `states.${parseArn(attribute(machine, "arn"))?.region ?? ""}.amazonaws.com`;
  return {
    ...madeNames(module, attribute(machine, "name"), "-sfn"),
    service_integrations: {
      ...byKey(integrations, integrationParts),
      // Only `true`, not a list of resources, turns tracing on in the original.
      ...(xray && { xray: { xray: true } }),
    },
    attach_policies_for_integrations: integrations.length > 0 || !xray,
    exists_role_arn: role === undefined ? machine["role_arn"] : undefined,
    trusted_entities: statementsIn(role?.["assume_role_policy"])
      .flatMap((statement) => principals(statement, "Service"))
      // The module's own choice; another region's or the global name is the caller's.
      .filter((service) => service !== ownService),
  };
}

/** The parts that an integration's policy grants, each with its resources. */
function integrationParts({ key, attributes }: StateResource): JsonRecord {
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
