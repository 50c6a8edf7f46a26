import type { PolicyRule } from "../../host/rule";
import { onEach, onResource } from "../shared/on-each";
import * as t from "../shared/types";

const GUIDE = "https://docs.aws.amazon.com/secretsmanager/latest/userguide";

export const secretsmanagerSecrets: readonly PolicyRule[] = [
  {
    id: "secretsmanager-secret-key",
    meta: {
      description: "A secret is encrypted with a key of our own.",
      pillar: "security",
      severity: "low",
      level: "advisory",
      controls: ["CKV_AWS_149", "AWS-0098"],
      remedy: "Set `kmsKeyId`.",
      docs: { url: `${GUIDE}/security-encryption.html` },
    },
    ...onResource([t.SECRET], (secret) =>
      secret.text("kmsKeyId") ? undefined : "kmsKeyId is not set.",
    ),
  },
  {
    id: "secretsmanager-secret-rotation",
    meta: {
      description: "A secret rotates.",
      pillar: "security",
      severity: "medium",
      level: "disabled",
      controls: ["CKV2_AWS_57", "SecretsManager.1", "AwsSolutions-SMG4"],
      remedy: "Make an aws.secretsmanager.SecretRotation for the secret.",
      docs: { url: `${GUIDE}/rotating-secrets.html` },
    },
    ...onEach([t.SECRET], (secret, stack) =>
      stack.users(secret, "secretId", t.SECRET_ROTATION).length > 0 ? undefined : "does not rotate",
    ),
  },
];
