import { matchesPattern } from "asl-toolkit/iam";
import type { PolicyRule } from "../../host/rule";
import { onResource } from "../shared/on-each";
import { textList } from "../shared/settings";
import * as t from "../shared/types";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

export const iamUsers: readonly PolicyRule[] = [
  {
    id: "iam-access-key",
    meta: {
      description: "Programs have roles, and not access keys that never end.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: [],
      remedy: "Use a role, with an identity provider for programs outside of AWS.",
      docs: { url: `${GUIDE}/id_credentials_access-keys.html` },
    },
    ...onResource([t.ACCESS_KEY], (key) =>
      key.text("status") === "Inactive"
        ? undefined
        : "An access key works until somebody takes it back; its secret is in the stack's state.",
    ),
  },
  {
    id: "iam-user",
    meta: {
      description: "People sign in through an identity provider, not as users of the account.",
      pillar: "security",
      severity: "low",
      level: "advisory",
      controls: ["CKV_AWS_273"],
      remedy: "Use IAM Identity Center, or a role that trusts your identity provider.",
      docs: { url: `${GUIDE}/best-practices.html` },
    },
    settings: {
      allowed: textList([], "Patterns of the names of users that nothing else can replace."),
    },
    ...onResource([t.USER], (user, setting) => {
      const name = user.text("name") ?? user.name;
      return setting<string[]>("allowed").some((pattern) => matchesPattern(pattern, name))
        ? undefined
        : `The user ${name} belongs to the account alone.`;
    }),
  },
];
