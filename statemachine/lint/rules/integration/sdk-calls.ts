import { apiService, nearestOperation, services, type ApiService } from "../../../aws-api";
import { similar } from "../../../nearest";
import type { LintRule } from "../../rule";

/** Rules about SDK calls. */
export const SDK_CALLS_RULES: readonly LintRule[] = [
  {
    id: "sdk-action-case",
    meta: {
      description:
        "The action of an SDK call is written in camelCase, its service in small letters.",
      pillar: "operations",
      severity: "error",
      remedy: "write the first letter of the action small, and the service in small letters",
    },
    on: "Task",
    check: ({ call: { kind, service, action }, report }) => {
      if (kind !== "sdk") return;
      if (/^[A-Z]/.test(action))
        report(["Resource"], `the action '${action}' begins with a capital letter`);
      else if (/[A-Z]/.test(service))
        report(["Resource"], `the service '${service}' has capital letters`);
      else {
        const known = apiService(service);
        const meant = known && spelling(known, action);
        if (meant !== undefined && meant !== action)
          report(["Resource"], `the action '${action}' is written '${meant}'`, `write '${meant}'`);
      }
    },
  },
  {
    id: "unknown-sdk-call",
    meta: {
      description:
        "The service and the action of an SDK call exist in AWS's API, and Step Functions can call the action.",
      pillar: "operations",
      severity: "error",
      remedy: "correct the name; the API reference of the service has it",
    },
    on: "Task",
    check: ({ call: { kind, service, action }, report }) => {
      if (kind !== "sdk") return;
      const name = service.toLowerCase();
      const known = apiService(name);
      if (known === undefined) {
        const meant = similar(name, services());
        report(["Resource"], `there is no service '${service}'`, meant && `write '${meant}'`);
      } else if (!known.retired && spelling(known, action) === undefined) {
        const meant = nearestOperation(name, action);
        report(["Resource"], `'${service}' has no action '${action}'`, meant && `write '${meant}'`);
      } else if (known.operation(action)?.callable === false) {
        report(["Resource"], `Step Functions cannot call '${service}:${action}'`);
      }
    },
  },
];

/** The action of `service` that differs from `action` at most in letter case. */
function spelling(service: ApiService, action: string): string | undefined {
  if (service.operation(action) !== undefined) return action;
  const small = action.toLowerCase();
  return service.actions.find((each) => each.toLowerCase() === small);
}
