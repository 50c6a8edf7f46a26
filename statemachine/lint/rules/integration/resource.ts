import { isDeferred } from "../../../definition/placeholder";
import { text, isRecord, own } from "../../../json";
import { literal, parametersField } from "../../facts/resource";
import type { LintRule } from "../../rule";

/** A function's ARN with nothing, or a version or alias behind it. */
const FUNCTION = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+(?::(?:\$LATEST|[A-Za-z0-9_-]+))?$/;

/** Rules about the form of a Task's Resource, and the ARNs that Tasks name. */
export const RESOURCE_RULES: readonly LintRule[] = [
  {
    id: "resource-syntax",
    meta: {
      description:
        "The Resource of a Task is an ARN; that of a function ends with its name, a version or an alias.",
      pillar: "operations",
      severity: "error",
      remedy: "write an ARN such as arn:aws:states:::lambda:invoke",
    },
    on: "Task",
    check: ({ state: { value }, report }) => {
      const resource = text(value, "Resource");
      if (resource === undefined || resource === "" || isDeferred(resource) || isStandIn(resource))
        return;
      if (!/^[A-Za-z][\w+.-]*:\S+$/.test(resource)) {
        report(["Resource"], `'${resource.slice(0, 80)}' is not an ARN`);
      } else if (/^arn:[^:]*:lambda:/.test(resource) && !FUNCTION.test(resource)) {
        report(
          ["Resource"],
          `'${resource.slice(0, 120)}' is not an ARN of a function, version or alias`,
        );
      }
    },
  },
  {
    id: "resource-stand-in",
    meta: {
      description:
        "The Resource of a Task is an ARN or a substitution, no bare word that someone is to replace by hand.",
      pillar: "operations",
      severity: "warning",
      remedy: "write the ARN, or a substitution such as ${FunctionArn}",
    },
    on: "Task",
    check: ({ state: { value }, report }) => {
      const resource = text(value, "Resource");
      if (resource !== undefined && isStandIn(resource))
        report(["Resource"], `'${resource.slice(0, 80)}' is not an ARN`);
    },
  },
  {
    id: "wildcard-resource",
    meta: {
      description:
        "What a Task calls has a name: neither its Resource nor the function or machine it names has a wildcard.",
      pillar: "security",
      severity: "error",
      remedy: "name the function or machine",
    },
    on: "Task",
    check: ({ state, report }) => {
      if (text(state.value, "Resource")?.includes("*"))
        report(["Resource"], "the Resource has a wildcard");
      const field = parametersField(state);
      for (const key of ["FunctionName", "StateMachineArn"]) {
        const named = literal(state, key);
        if (typeof named === "string" && named.includes("*"))
          report([field, key], `'${key}' has a wildcard`);
      }
    },
  },
  {
    id: "hard-coded-partition",
    meta: {
      description:
        "ARNs do not fix the partition aws, so that the definition works in AWS GovCloud and China, too.",
      pillar: "operations",
      severity: "warning",
      remedy: "write ${AWS::Partition} or another substitution",
    },
    on: "Task",
    optional: true,
    check: ({ state: { value }, report }) => {
      if (text(value, "Resource")?.startsWith("arn:aws:"))
        report(["Resource"], "the ARN has the partition aws");
    },
  },
  {
    id: "cross-account-role",
    meta: {
      description: "A Task on a resource of another account has Credentials with a role there.",
      pillar: "security",
      severity: "warning",
      remedy: "add Credentials with the RoleArn of a role in that account",
    },
    needs: ["account"],
    on: "Task",
    check: ({ state, report, account }) => {
      if (account === undefined || isRecord(own(state.value, "Credentials"))) return;
      const named = [
        text(state.value, "Resource"),
        literal(state, "FunctionName"),
        literal(state, "StateMachineArn"),
      ];
      const other = named.flatMap((arn) =>
        typeof arn === "string" ? (/^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? []) : [],
      );
      const [foreign] = other.filter((each) => each !== account);
      if (foreign !== undefined)
        report([], `the task is on account ${foreign}, but has no Credentials`);
    },
  },
];

/** Whether a Resource is a bare word, as people write it where an ARN is to follow. */
function isStandIn(resource: string): boolean {
  return /^[\w%<>-]+$/.test(resource);
}
