import { IntegrationCall, type PermissionContext } from "../statemachine/integrations/call";
import type { RequiredPermission } from "../statemachine/integrations/required-permission";
import { type Integration, INTEGRATIONS } from "../statemachine/integrations/table";
import { SDK_ACTIONS } from "../statemachine/permissions/sdk/actions";
import { iamData } from "../statemachine/iam/actions";
import type { ArgumentPath, Value } from "../statemachine/integrations/argument";

/** Fields that are alternatives to the usual ones: a call that had them all would show only these. */
const ALTERNATIVES: ReadonlySet<string> = new Set(["PhoneNumber", "TargetArn", "JobRunId"]);

/** Fields that hold the place of an object. */
const URIS: Readonly<Record<string, string>> = {
  OutputLocation: "s3://${Bucket}/${Prefix}",
  S3Uri: "s3://${Bucket}/${Key}",
};

/** A call in which every field has its own name as a stand-in. */
class Specimen extends IntegrationCall {
  public override value(...path: ArgumentPath): Value {
    const field = path.filter((step) => typeof step === "string").at(-1) ?? "";
    if (ALTERNATIVES.has(field)) return { is: "missing" };
    return { is: "text", text: URIS[field] ?? `\${${field}}` };
  }

  public override items(...path: ArgumentPath): ArgumentPath[] {
    return [[...path, 0]];
  }

  public override others(): readonly IntegrationCall[] {
    return [new Specimen(undefined, this.context, false)];
  }
}

const WHERE: PermissionContext = {
  partition: "aws",
  region: "${Region}",
  accountId: "${Account}",
  machineArn: "arn:aws:states:${Region}:${Account}:stateMachine:${StateMachineName}",
  executionArns: [],
  tasks: new Map(),
};

/** The page docs/permissions.md. */
export function renderPermissionsPage(introduction: string): string {
  const { sources } = iamData();
  const versions = Object.entries(sources).map(([name, version]) => `${name} ${version}`);
  return [
    introduction,
    "## Optimized integrations",
    "",
    "With `.sync` in _italics_. `${Field}` is the argument of that name.",
    "",
    "| integration | actions | resources |",
    "|---|---|---|",
    ...Object.entries(INTEGRATIONS).flatMap(rows),
    "",
    "## SDK calls",
    "",
    `What IAM calls a service and its actions, and what each action can be restricted to, comes from ${versions.join(" and ")}`,
    "(`statemachine/iam/generate.ts`). A call is authorised by the action of its own name, but for these:",
    "",
    "| call | actions |",
    "|---|---|",
    ...Object.entries(SDK_ACTIONS).map(([call, actions]) => `| ${call} | ${actions.join(", ")} |`),
    "",
  ].join("\n");
}

function rows([name, { patterns, permissions }]: [string, Integration]): string[] {
  const plain = permissions(new Specimen(undefined, WHERE, false));
  const waits = patterns.includes("sync") ? permissions(new Specimen(undefined, WHERE, true)) : [];
  const known = new Set(plain.flatMap(({ actions }) => actions));
  const added = waits
    .map((waiting) => ({
      ...waiting,
      actions: waiting.actions.filter((action) => !known.has(action)),
    }))
    .filter(({ actions }) => actions.length > 0);
  const lines = [...plain.map((one) => cells(one, "")), ...added.map((one) => cells(one, "_"))];
  if (lines.length === 0) return [`| ${name} | none |  |`];
  return lines.map((line, at) => `| ${at === 0 ? name : ""} ${line}`);
}

function cells({ actions, resources, condition }: RequiredPermission, mark: string): string {
  const what =
    "unknown" in resources
      ? `to be granted: ${resources.unknown}`
      : resources.map((resource) => `\`${resource}\``).join(", ");
  const keys = Object.values(condition ?? {}).flatMap((test) => Object.keys(test));
  const when = keys.length > 0 ? ` (${keys.join(", ")})` : "";
  return `| ${mark}${actions.join(", ")}${mark} | ${what}${when} |`;
}
