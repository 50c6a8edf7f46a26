import type { PolicyRule } from "../../host/rule";
import { onResource } from "../shared/on-each";
import * as t from "../shared/types";

const GUIDE = "https://docs.aws.amazon.com/AmazonECR/latest/userguide";

export const ecrRepositories: readonly PolicyRule[] = [
  {
    id: "ecr-repository-scan",
    meta: {
      description: "A repository scans the images that are pushed to it.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["CKV_AWS_163", "AWS-0030", "ECR.1"],
      remedy: "Set `imageScanningConfiguration.scanOnPush` to true.",
      docs: { url: `${GUIDE}/image-scanning.html` },
    },
    ...onResource([t.REPOSITORY], (repository) =>
      repository.flag("imageScanningConfiguration.scanOnPush") === true
        ? undefined
        : "imageScanningConfiguration.scanOnPush is not true.",
    ),
  },
  {
    id: "ecr-repository-immutable",
    meta: {
      description:
        "A tag of a repository stays the image that it was: functions run what was tested.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["CKV_AWS_51", "AWS-0031", "ECR.2"],
      remedy: "Set `imageTagMutability` to IMMUTABLE.",
      docs: { url: `${GUIDE}/image-tag-mutability.html` },
    },
    ...onResource([t.REPOSITORY], (repository) => {
      const mutability = repository.text("imageTagMutability") ?? "unset";
      return mutability.startsWith("IMMUTABLE")
        ? undefined
        : `imageTagMutability is ${mutability}.`;
    }),
  },
  {
    id: "ecr-repository-encryption",
    meta: {
      description: "A repository is encrypted with a key of our own.",
      pillar: "security",
      severity: "low",
      level: "disabled",
      controls: ["CKV_AWS_136", "AWS-0033"],
      remedy: "Set `encryptionConfigurations` with `encryptionType` KMS and a `kmsKey`.",
      docs: { url: `${GUIDE}/encryption-at-rest.html` },
    },
    ...onResource([t.REPOSITORY], (repository) => {
      const type = repository.text("encryptionConfigurations.encryptionType") ?? "unset";
      return type.startsWith("KMS")
        ? undefined
        : `encryptionConfigurations.encryptionType is ${type}.`;
    }),
  },
];
