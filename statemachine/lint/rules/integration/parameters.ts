import type { InputProblem } from "../../../aws-api";
import { checkedCalls } from "../../facts/parameters";
import { literal, parametersField } from "../../facts/resource";
import { on, type Check, type Checks } from "../../rule";

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

/** Rules about the parameters of calls, by the API model that AWS ships in botocore. */
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
} satisfies Checks;
