import { isOpen } from "../../iam/conditions";
import * as t from "../shared/types";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

/** The conditions that Lambda makes of a permission's properties. */
const SOURCES: Readonly<Record<string, string>> = {
  sourceArn: "aws:sourcearn",
  sourceAccount: "aws:sourceaccount",
  principalOrgId: "aws:principalorgid",
};

const isEdge = (principal: string): boolean => principal === "replicator.lambda.amazonaws.com";

export const lambdaPermissions: readonly PolicyRule[] = [
  {
    id: "lambda-permission-public",
    meta: {
      description: "Not everyone may invoke a function.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["CKV_AWS_301", "Lambda.1", "LambdaFunctionPublicAccessProhibited"],
      remedy: "Name the `principal`, or set `sourceArn`, `sourceAccount` or `principalOrgId`.",
      docs: { url: `${GUIDE}/access-control-resource-based.html` },
    },
    types: [t.PERMISSION],
    check: ({ resource: permission, report }) => {
      if (permission.text("principal") !== "*") return;
      const limited = Object.entries(SOURCES).some(([property, key]) => {
        const value = permission.text(property);
        return value && !isOpen(key, value);
      });
      if (!limited) report("principal is *, with no source: everyone may invoke the function.");
    },
  },
  {
    id: "lambda-permission-source",
    meta: {
      description: "A service invokes a function only for a named source.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_364", "AWS-0067", "configure-source-arn"],
      remedy: "Set `sourceArn`, or `sourceAccount` where the service has no source.",
      docs: { url: `${GUIDE}/permissions-source-fas.html` },
    },
    types: [t.PERMISSION],
    check: ({ resource: permission, report }) => {
      const principal = permission.text("principal") ?? "";
      if (!/\.amazonaws\.com(\.cn)?$/.test(principal)) return;
      // Lambda@Edge's replication service has no source to name.
      if (isEdge(principal)) return;
      if (!permission.text("sourceArn") && !permission.text("sourceAccount")) {
        report(
          `${principal} may invoke the function for anybody: neither sourceArn nor sourceAccount is set.`,
        );
      }
    },
  },
  {
    id: "lambda-permission-action",
    meta: {
      description: "A permission on a function is for invoking it.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["SR WS1002"],
      remedy: "Set `action` to lambda:InvokeFunction or lambda:InvokeFunctionUrl.",
      docs: { url: `${GUIDE}/access-control-resource-based.html` },
    },
    types: [t.PERMISSION],
    check: ({ resource: permission, report }) => {
      const action = permission.text("action") ?? "";
      if (isEdge(permission.text("principal") ?? "")) return;
      if (!/^lambda:Invoke(Function|FunctionUrl|Async)$/i.test(action))
        report(`action is ${action}.`);
    },
  },
];
