import type { PolicyRule } from "../../host/rule";
import { expiredDisablings } from "../../settings/disablings";
import { expiredExemptions, takeUnusedExemptions, type Exemption } from "../../settings/exemptions";

const COMMON = {
  pillar: "operations",
  severity: "low",
  level: "advisory",
  controls: [],
  docs: { url: "https://www.pulumi.com/docs/insights/policy/" },
} as const;

export const exemptionRules: readonly PolicyRule[] = [
  {
    id: "policy-exemption-expired",
    meta: {
      ...COMMON,
      description: "No exemption is past its last day.",
      remedy:
        "Fix what was exempted and remove the exemption, or agree on a new day and set `expires`.",
    },
    scope: "stack",
    types: [],
    check: ({ stack, report }) => {
      for (const exemption of expiredExemptions()) {
        report(stack.root, `${format(exemption)} ended on ${exemption.expires}.`);
      }
    },
  },
  {
    id: "policy-disabling-expired",
    meta: {
      ...COMMON,
      description: "Nothing that the settings turn off is past its last day: it is on again.",
      remedy:
        "Fix what the rules find and remove the setting, or agree on a new day and set `expires`.",
    },
    scope: "stack",
    types: [],
    check: ({ stack, report }) => {
      for (const { at, reason, expires } of expiredDisablings()) {
        report(
          stack.root,
          `The setting ${at} (${reason}) ended on ${expires}: what it turned off is on again.`,
        );
      }
    },
  },
  {
    id: "policy-exemption-unused",
    meta: {
      ...COMMON,
      description: "Every exemption covers a finding.",
      remedy: "Remove the exemption, or correct its `rule`, `urn` or `name`.",
    },
    scope: "stack",
    types: [],
    check: ({ stack, report }) => {
      for (const exemption of takeUnusedExemptions()) {
        report(stack.root, `${format(exemption)} covers nothing that the rule found.`);
      }
    },
  },
];

function format({ urn, name, rule, reason }: Exemption): string {
  return `The exemption of ${urn ?? name ?? ""} from ${rule} (${reason})`;
}
