import type { InputProblem } from "../../../aws-api";
import { checkedCalls } from "../../facts/parameters";
import { literal, parametersField } from "../../facts/resource";
import type { LintRule, StateRule } from "../../rule";

/** A rule about the problems of certain kinds. */
function about(
  ...kinds: readonly InputProblem["kind"][]
): Pick<StateRule, "on" | "types" | "check"> {
  return {
    on: "state",
    types: ["Task", "Map"],
    check: ({ state, report }) => {
      for (const { name, at, problems } of checkedCalls(state)) {
        for (const { kind, path, message, suggestion } of problems) {
          if (!kinds.includes(kind)) continue;
          // What is missing is reported where it belongs.
          const steps = [...at, ...(kind === "missing" ? path.slice(0, -1) : path)];
          const remedy = suggestion === undefined ? undefined : `write '${suggestion}'`;
          report(steps, `${name}: ${message}`, remedy);
        }
      }
    },
  };
}

/** Methods of an HTTP Task. Source: the guide's page on HTTP Tasks. */
const METHODS = "GET POST PUT DELETE PATCH OPTIONS HEAD".split(" ");

/** Rules about the parameters of calls, by the API model that AWS ships in botocore. */
export const PARAMETERS_RULES: readonly LintRule[] = [
  {
    id: "missing-parameter",
    meta: {
      description: "A call has every parameter that the operation requires.",
      pillar: "operations",
      severity: "error",
      remedy: "add the parameter",
    },
    ...about("missing"),
  },
  {
    id: "unknown-parameter",
    meta: {
      description: "A call has no parameter that the operation does not know.",
      pillar: "operations",
      severity: "error",
      remedy: "remove the parameter, or correct its name; the API reference has all",
    },
    ...about("unknown"),
  },
  {
    id: "sdk-parameter-case",
    meta: {
      description:
        "The parameters of a call are spelt as Step Functions wants them: in every service they begin with a capital letter.",
      pillar: "operations",
      severity: "error",
      remedy: "write the parameter as the message says",
    },
    ...about("case"),
  },
  {
    id: "parameter-type",
    meta: {
      description: "A parameter has a value of the type that the operation takes.",
      pillar: "operations",
      severity: "error",
      remedy: "write a value of that type",
    },
    ...about("type"),
  },
  {
    id: "parameter-value",
    meta: {
      description:
        "A parameter of which the operation knows all values has one of them, as far as the data of this version goes.",
      pillar: "operations",
      severity: "warning",
      remedy: "write one of the values",
    },
    ...about("enum"),
  },
  {
    id: "http-task",
    meta: {
      description: "An HTTP Task calls an https:// address with a method that it can.",
      pillar: "security",
      severity: "error",
      remedy: `write an https:// address, and one of ${METHODS.join(", ")}`,
    },
    on: "Task",
    check: ({ call: { kind, service, action }, state, report }) => {
      if (kind !== "integration" || service !== "http" || action !== "invoke") return;
      const [address, method] = [literal(state, "ApiEndpoint"), literal(state, "Method")];
      const field = parametersField(state);
      if (typeof address === "string" && !/^https:\/\//i.test(address))
        report([field, "ApiEndpoint"], `'${address.slice(0, 80)}' does not begin with https://`);
      if (typeof method === "string" && !METHODS.includes(method))
        report(
          [field, "Method"],
          `the method '${method.slice(0, 80)}' is not ${METHODS.join(", ")}`,
        );
    },
  },
];
