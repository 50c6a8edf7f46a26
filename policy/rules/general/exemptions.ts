import type { StackCheck } from "../../host/rule";
import type { Checks } from "../shared/checks";
import { expiredDisablings } from "../../settings/disablings";
import { expiredExemptions, takeUnusedExemptions, type Exemption } from "../../settings/exemptions";

export const exemptionRules = {
  "policy-exemption-expired": ofSettings(
    expiredExemptions,
    (exemption) => `${format(exemption)} ended on ${exemption.expires}.`,
  ),
  "policy-disabling-expired": ofSettings(
    expiredDisablings,
    ({ at, reason, expires }) =>
      `The setting ${at} (${reason}) ended on ${expires}: what it turned off is on again.`,
  ),
  "policy-exemption-unused": ofSettings(
    takeUnusedExemptions,
    (exemption) => `${format(exemption)} covers nothing that the rule found.`,
  ),
} satisfies Checks;

/** A check that the settings have nothing of a kind; what they have is told of the stack itself. */
function ofSettings<T>(find: () => readonly T[], tell: (found: T) => string): StackCheck {
  return {
    scope: "stack",
    types: [],
    check: ({ stack, report }) => {
      for (const found of find()) report(stack.root, tell(found));
    },
  };
}

function format({ urn, name, rule, reason }: Exemption): string {
  return `The exemption of ${urn ?? name ?? ""} from ${rule} (${reason})`;
}
