import { isRecord, own, text } from "../../../json";
import { literal } from "../../facts/resource";
import type { LintRule } from "../../rule";

/** Rules about the ARNs that Tasks name. */
export const ARNS_RULES: readonly LintRule[] = [
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
      const field = state.language === "JSONata" ? "Arguments" : "Parameters";
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
