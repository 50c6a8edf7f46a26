import {
  type ApiService,
  apiService,
  type InputProblem,
  nearestOperation,
  services,
} from "../../../aws-api";
import { similar } from "../../../nearest";
import { checkedCalls } from "../../facts/parameters";
import { literal, parametersField } from "../../facts/resource";
import { type Check, type Checks, on } from "../../rule";

/** A rule about the problems of certain kinds. */
function about(...kinds: readonly InputProblem["kind"][]): Check {
  return on(["Task", "Map"], ({ state, report }) => {
    for (const { name, at, problems } of checkedCalls(state)) {
      for (const { kind, path, message, suggestion } of problems) {
        if (!kinds.includes(kind)) continue;
        // What is missing is reported where it belongs.
        const steps = [...at, ...(kind === "missing" ? path.slice(0, -1) : path)];
        const remedy = suggestion === undefined ? undefined : `write '${suggestion}'`;
        report(steps, `${name}: ${message}`, remedy);
      }
    }
  });
}

/** Methods of an HTTP Task. Source: the guide's page on HTTP Tasks. */
const METHODS = "GET POST PUT DELETE PATCH OPTIONS HEAD".split(" ");

/** Rules about SDK calls and the parameters of all calls, by the API model that AWS ships in botocore. */
export const parameterChecks = {
  "missing-parameter": about("missing"),
  "unknown-parameter": about("unknown"),
  "sdk-parameter-case": about("case"),
  "parameter-type": about("type"),
  "parameter-value": about("enum"),
  "http-task": on("Task", ({ call: { kind, service, action }, state, report }) => {
    if (kind !== "integration" || service !== "http" || action !== "invoke") return;
    const [address, method] = [literal(state, "ApiEndpoint"), literal(state, "Method")];
    const field = parametersField(state);
    if (address !== undefined && !/^https:\/\//i.test(address))
      report([field, "ApiEndpoint"], `'${address.slice(0, 80)}' does not begin with https://`);
    if (method !== undefined && !METHODS.includes(method))
      report([field, "Method"], `the method '${method.slice(0, 80)}' is not ${METHODS.join(", ")}`);
  }),
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
