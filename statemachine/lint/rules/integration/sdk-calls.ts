import { apiService, nearestOperation, services, type ApiService } from "../../../aws-api";
import { similar } from "../../../nearest";
import { on, type Checks } from "../../rule";

/** Rules about SDK calls. */
export const sdkCallChecks = {
  "sdk-action-case": on("Task", ({ call: { kind, service, action }, report }) => {
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
  }),
  "unknown-sdk-call": on("Task", ({ call: { kind, service, action }, report }) => {
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
  }),
} satisfies Checks;

/** The action of `service` that differs from `action` at most in letter case. */
function spelling(service: ApiService, action: string): string | undefined {
  if (service.operation(action) !== undefined) return action;
  const small = action.toLowerCase();
  return service.actions.find((each) => each.toLowerCase() === small);
}
