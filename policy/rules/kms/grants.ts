import type { PolicyRule } from "../../host/rule";
import { onEach } from "../shared/on-each";
import * as t from "../shared/types";

export const kmsGrants: readonly PolicyRule[] = [
  {
    id: "kms-grant-scope",
    meta: {
      description: "A grant on a key is for a role of the account, and hands on no grants.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: [],
      remedy:
        "Name a role of the account as `granteePrincipal`, and leave CreateGrant out of `operations` or set `constraints`.",
      docs: { url: "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html" },
    },
    ...onEach([t.KEY_GRANT], (grant, stack) => {
      if (grant.texts("operations").includes("CreateGrant") && !grant.has("constraints"))
        return "lets its grantee hand on grants, under no constraint";
      const grantee = grant.pending("granteePrincipal") ? "" : grant.text("granteePrincipal");
      const account = /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(grantee ?? "")?.[1];
      return account !== undefined && stack.account !== undefined && account !== stack.account
        ? `lets account ${account} use the key`
        : undefined;
    }),
  },
];
