import type { PolicyRule } from "../../host/rule";
import { onResource } from "../shared/on-each";
import { secretOf } from "../shared/secrets";
import * as t from "../shared/types";

export const ssmParameters: readonly PolicyRule[] = [
  {
    id: "ssm-parameter-secret",
    meta: {
      description: "A parameter that holds a secret is a SecureString.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["CKV2_AWS_34"],
      remedy: "Set `type` to SecureString and `keyId` to a key of your own.",
      docs: {
        url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html",
      },
    },
    ...onResource([t.PARAMETER], (parameter) => {
      const type = parameter.text("type") ?? "unset";
      if (type === "SecureString") return undefined;
      const name = parameter.pending("name") ? "" : (parameter.text("name") ?? "");
      const value = parameter.text("value") ?? parameter.text("insecureValue") ?? "";
      const secret = secretOf(name.split("/").at(-1) ?? "", value);
      return secret && `type is ${type}, and value looks like ${secret}.`;
    }),
  },
];
