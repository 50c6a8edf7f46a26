import { type Checks, onEach } from "../shared/checks";
import t from "../shared/resource-types.json";

export const secretsmanagerSecrets = {
  "secretsmanager-secret-rotation": onEach([t.SECRET], (secret, stack) =>
    stack.users(secret, "secretId", t.SECRET_ROTATION).length > 0 ? undefined : "does not rotate",
  ),
} satisfies Checks;
