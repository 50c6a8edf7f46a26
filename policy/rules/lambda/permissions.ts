import { display } from "asl-toolkit/json";
import { isOfAnyOwner, isOpen } from "../../iam/conditions";
import type { Reader } from "../../host/reader";
import type { Checks } from "../shared/checks";

/** The conditions that Lambda makes of a permission's properties. */
const SOURCES = {
  sourceArn: "aws:sourcearn",
  sourceAccount: "aws:sourceaccount",
  principalOrgId: "aws:principalorgid",
} as const;

/** Whether some property says for whom the function may be invoked, and not for all. */
function isOfSource(permission: Reader): boolean {
  const properties = Object.keys(SOURCES) as (keyof typeof SOURCES)[];
  return properties.some((property) => sourceIn(permission, property) !== undefined);
}

/** What a property says of for whom the function may be invoked; undefined where it says all. */
function sourceIn(permission: Reader, property: keyof typeof SOURCES): string | undefined {
  const value = permission.text(property);
  return value && !isOpen(SOURCES[property], value) ? value : undefined;
}

/** Whether a bucket is the source, and nothing says whose it is. */
function isOfBucketAlone(permission: Reader): boolean {
  const bucket = sourceIn(permission, "sourceArn") ?? "";
  const owners = ["sourceAccount", "principalOrgId"] as const;
  return (
    isOfAnyOwner(bucket) && owners.every((property) => sourceIn(permission, property) === undefined)
  );
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
  "lambda-permission-bucket-account": ({ resource: permission, report }) => {
    if (isOfBucketAlone(permission))
      report(
        `${permission.text("principal")} may invoke the function for ${permission.text("sourceArn")}, whoever owns it.`,
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
