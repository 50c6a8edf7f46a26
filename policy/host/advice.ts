import type { ReportViolation } from "@pulumi/policy";

/** Reports something as advice, whatever the policy's level is, and without the policy's description before it. */
export function advise(report: ReportViolation, urn: string, message: string): void {
  // The policy host takes this form too; its types name only the text.
  (report as (violation: unknown) => void)({ message, urn, enforcementLevel: "advisory" });
}
