import { type Checks, onResource } from "../shared/checks";
import { secretOf } from "../shared/secrets";

export const ssmParameters = {
  "ssm-parameter-secret": onResource((parameter) => {
    const type = parameter.text("type") ?? "unset";
    if (type === "SecureString") return undefined;
    const name = parameter.knownText("name") ?? "";
    const value = parameter.text("value") ?? parameter.text("insecureValue") ?? "";
    const secret = secretOf(name.split("/").at(-1) ?? "", value);
    return secret && `type is ${type}, and value looks like ${secret}.`;
  }),
} satisfies Checks;
