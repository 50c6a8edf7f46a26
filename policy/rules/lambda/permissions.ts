import { display } from "asl-toolkit/json";
import { isOpen } from "../../iam/conditions";
import type { Reader } from "../../host/reader";
import type { Checks } from "../shared/rows";

/** The conditions that Lambda makes of a permission's properties. */
const SOURCES: Readonly<Record<string, string>> = {
  sourceArn: "aws:sourcearn",
  sourceAccount: "aws:sourceaccount",
  principalOrgId: "aws:principalorgid",
};

/** Whether some property says for whom the function may be invoked, and not for all. */
function isOfSource(permission: Reader): boolean {
  return Object.entries(SOURCES).some(([property, key]) => {
    const value = permission.text(property);
    return value !== undefined && value !== "" && !isOpen(key, value);
  });
}

const isEdge = (principal: string): boolean => principal === "replicator.lambda.amazonaws.com";

export const lambdaPermissions = {
  "lambda-permission-public": ({ resource: permission, report }) => {
    if (permission.text("principal") === "*" && !isOfSource(permission))
      report("principal is *, with no source: everyone may invoke the function.");
  },
  "lambda-permission-source": ({ resource: permission, report }) => {
    const principal = permission.text("principal") ?? "";
    if (!/\.amazonaws\.com(\.cn)?$/.test(principal)) return;
    // Lambda@Edge's replication service has no source to name.
    if (isEdge(principal)) return;
    if (!isOfSource(permission))
      report(
        `${principal} may invoke the function for anybody: neither sourceArn nor sourceAccount names a source.`,
      );
  },
  "lambda-permission-action": ({ resource: permission, report }) => {
    const action = permission.text("action") ?? "";
    if (isEdge(permission.text("principal") ?? "")) return;
    if (!/^lambda:Invoke(Function|FunctionUrl|Async)$/i.test(action))
      report(`action is ${action}.`);
  },
  "lambda-url-cors": ({ resource: url, report, part }) => {
    for (const origin of url.entries("cors.allowOrigins")) {
      void part(() => {
        if (/^(https?:\/\/)?\*$/.test(display(origin.self())))
          report(`${origin.path} is ${display(origin.self())}.`);
      });
    }
  },
} satisfies Checks;
