import { findAction, iamData, iamPrefix } from "../../../iam/actions";
import { SDK_ACTIONS } from "../../../permissions/sdk/actions";
import { nearest } from "../../../nearest";
import { resourceOf } from "../../facts/resource";
import type { LintRule } from "../../rule";

/** SDK calls that were found in the data: looking one up takes time, and there are only so many. */
const KNOWN_CALLS = new Set<string>();

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
    on: "state",
    types: ["Task"],
    check: ({ state, report }) => {
      const { kind, service, action } = resourceOf(state);
      if (kind !== "sdk") return;
      if (/^[A-Z]/.test(action))
        report(["Resource"], `the action '${action}' begins with a capital letter`);
      else if (/[A-Z]/.test(service))
        report(["Resource"], `the service '${service}' has capital letters`);
    },
  },
  {
    id: "unknown-sdk-call",
    meta: {
      description:
        "The service and the action of an SDK call exist, as far as the data of this project's packages knows.",
      pillar: "operations",
      severity: "warning",
      remedy: "correct the name; the API reference of the service has it",
    },
    on: "state",
    types: ["Task"],
    check: ({ state, report }) => {
      const { kind, service, action } = resourceOf(state);
      const call = `${service.toLowerCase()}:${action}`;
      if (kind !== "sdk" || KNOWN_CALLS.has(call) || Object.hasOwn(SDK_ACTIONS, call)) return;
      const prefix = iamPrefix(service);
      if (prefix === undefined) {
        report(["Resource"], `no service '${service}' is known`);
        return;
      }
      if (findAction(prefix, action) !== undefined) {
        KNOWN_CALLS.add(call);
        return;
      }
      const actions = Object.keys(iamData().actions[prefix] ?? {});
      const [similar] = nearest(
        action,
        actions.filter((each) => isTypo(action, each)),
        1,
      );
      if (similar !== undefined) {
        report(["Resource"], `'${service}' has no action '${action}', but '${similar}'`);
      }
    },
  },
  {
    id: "sdk-parameter-case",
    meta: {
      description:
        "The parameters of an SDK call begin with a capital letter, as Step Functions wants it in every service.",
      pillar: "operations",
      severity: "warning",
      remedy: "write the first letter of the parameter as a capital",
    },
    on: "state",
    types: ["Task"],
    check: ({ state, report }) => {
      const { kind, input } = resourceOf(state);
      if (kind !== "sdk" || input === undefined) return;
      const field = state.language === "JSONata" ? "Arguments" : "Parameters";
      for (const key of Object.keys(input)) {
        if (/^[a-z]/.test(key))
          report([field, key], `the parameter '${key}' begins with a small letter`);
      }
    },
  },
];

/** Whether two names differ by no more than a slip of the finger. */
function isTypo(name: string, similar: string): boolean {
  return (
    Math.abs(name.length - similar.length) <= 1 &&
    name.slice(0, 3).toLowerCase() === similar.slice(0, 3).toLowerCase()
  );
}
