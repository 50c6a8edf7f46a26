import type { ReportViolation } from "@pulumi/policy";

/** What a violation may say about itself. The policy host takes this form too; its types name only the text. */
interface Violation {
  readonly message: string;
  readonly urn: string;
  readonly enforcementLevel: "advisory";
}

/** Reports something as advice, whatever the policy's level is, and without the policy's description before it. */
export function advise(report: ReportViolation, urn: string, message: string): void {
  const violation: Violation = { message, urn, enforcementLevel: "advisory" };
  (report as (violation: unknown) => void)(violation);
}
