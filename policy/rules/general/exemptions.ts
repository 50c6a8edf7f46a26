import type { Checks } from "../shared/rows";
import { expiredDisablings } from "../../settings/disablings";
import { expiredExemptions, takeUnusedExemptions, type Exemption } from "../../settings/exemptions";

export const exemptionRules = {
  "policy-exemption-expired": {
    scope: "stack",
    types: [],
    check: ({ stack, report }) => {
      for (const exemption of expiredExemptions()) {
        report(stack.root, `${format(exemption)} ended on ${exemption.expires}.`);
      }
    },
  },
  "policy-disabling-expired": {
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
  "policy-exemption-unused": {
    scope: "stack",
    types: [],
    check: ({ stack, report }) => {
      for (const exemption of takeUnusedExemptions()) {
        report(stack.root, `${format(exemption)} covers nothing that the rule found.`);
      }
    },
  },
} satisfies Checks;

function format({ urn, name, rule, reason }: Exemption): string {
  return `The exemption of ${urn ?? name ?? ""} from ${rule} (${reason})`;
}
