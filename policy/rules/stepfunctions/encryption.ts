import * as t from "../shared/types";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg";

export const stepfunctionsEncryption: readonly PolicyRule[] = [
  {
    id: "sfn-machine-encryption",
    meta: {
      description: "A state machine is encrypted with a key of our own.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["stepfunctions_statemachine_encrypted_with_cmk"],
      remedy:
        "Set `encryptionConfiguration` with `type` CUSTOMER_MANAGED_KMS_KEY and a `kmsKeyId`.",
      docs: { url: `${GUIDE}/encryption-at-rest.html` },
    },
    types: [t.MACHINE],
    check: ({ resource: machine, report }) => {
      const type = machine.text("encryptionConfiguration.type");
      if (type !== "CUSTOMER_MANAGED_KMS_KEY")
        report(`encryptionConfiguration.type is ${type ?? "unset"}.`);
    },
  },
  {
    id: "sfn-machine-key-reuse",
    meta: {
      description: "A state machine reuses a data key for 60 to 900 seconds, as AWS takes it.",
      pillar: "operations",
      severity: "low",
      level: "mandatory",
      controls: [],
      remedy: "Set `encryptionConfiguration.kmsDataKeyReusePeriodSeconds` within 60 to 900.",
      docs: {
        url: "https://docs.aws.amazon.com/step-functions/latest/apireference/API_EncryptionConfiguration.html",
      },
    },
    types: [t.MACHINE],
    check: ({ resource: machine, report }) => {
      const seconds = machine.number("encryptionConfiguration.kmsDataKeyReusePeriodSeconds");
      if (seconds !== undefined && (seconds < 60 || seconds > 900)) {
        report(`encryptionConfiguration.kmsDataKeyReusePeriodSeconds is ${seconds}.`);
      }
    },
  },
];
