import { columns } from "../../engine/table";
import { jsonText, shellWord, visible } from "../../statemachine/cli";
import type { Plan } from "./plan";
import type { Withheld } from "./withheld";
import type { Unmanaged } from "./unmanaged";

/** The plan as JSON, without the settings that may hold secrets. */
export function planJson({ settings, ...plan }: Plan): string {
  const { plain, withheld } = settings;
  const { partition, region, accountId: account } = plan.where;
  const where = { partition, region, account };
  return jsonText({ ...plan, where, settings: plain, withheld });
}

/** The plan for people: what is adopted, what stays, what will be sent to AWS, and what to do. */
export function planText(plan: Plan): string {
  const { accountId, region } = plan.where;
  return [
    visible(
      `Stack ${plan.stack}, account ${accountId}, region ${region}, Terraform ${plan.terraformVersion}`,
    ),
    section(
      "Adopted",
      ["Terraform address", "Pulumi URN", "Import id"],
      plan.adopt.map(({ address, urn, importId }) => [address, shortUrn(urn), importId]),
    ),
    section("Unmanaged", ["Terraform address", "Why"], reasons(plan.leftBehind)),
    section("Without a counterpart", ["Terraform address", "Why"], reasons(plan.unmatched)),
    section(
      "Declared by the program, not in the state",
      ["Pulumi URN"],
      plan.created.map((urn) => [shortUrn(urn)]),
    ),
    section(
      "Sent to AWS after the import",
      ["Pulumi URN", "Property", "What"],
      plan.changes.map(({ urn, property, kind, from, to }) => [
        shortUrn(urn),
        property,
        kind === "resent" ? "sent again unchanged: an import cannot read it" : `${from} -> ${to}`,
      ]),
    ),
    ...plan.warnings.map((warning) => visible(`Warning: ${warning}`)),
    ...(plan.settings.withheld.length > 0 ? [secretHelp(plan.settings.withheld)] : []),
    "Replaced: 0. Deleted: 0. An import never does either.",
  ]
    .filter(Boolean)
    .join("\n")
    .concat("\n");
}

/** Without `urn:pulumi:STACK::PROJECT::`, which is the same for all. */
export function shortUrn(urn: string): string {
  return urn.split("::").slice(2).join("::");
}

function reasons(unmanaged: readonly Unmanaged[]): string[][] {
  return unmanaged.map(({ address, reason }) => [address, reason]);
}

function section(title: string, head: string[], rows: string[][]): string {
  return rows.length === 0 ? "" : `\n${title}: ${rows.length}\n${columns([head, ...rows])}`;
}

/** Secrets go from the state to Pulumi through the user's own shell: this command neither prints nor writes them. */
function secretHelp(withheld: readonly Withheld[]): string {
  const lines = withheld.map(
    ({ path }) => `  pulumi config set --secret --path ${shellWord(path)}`,
  );
  return [
    "",
    `Secrets: ${withheld.length}, not written; each of these asks for the value, or takes it from a pipe:`,
    ...lines,
  ].join("\n");
}
