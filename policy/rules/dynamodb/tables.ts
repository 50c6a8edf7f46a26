import type { PolicyRule } from "../../host/rule";
import { onResource } from "../shared/on-each";
import * as t from "../shared/types";

const GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide";

export const dynamodbTables: readonly PolicyRule[] = [
  {
    id: "dynamodb-table-encryption",
    meta: {
      description: "A table is encrypted with a key of our own.",
      pillar: "security",
      severity: "low",
      level: "advisory",
      controls: ["CKV_AWS_119", "AWS-0025"],
      remedy: "Set `serverSideEncryption` with `enabled` true and a `kmsKeyArn`.",
      docs: { url: `${GUIDE}/EncryptionAtRest.html` },
    },
    ...onResource([t.TABLE], (table) => {
      if (table.flag("serverSideEncryption.enabled") !== true)
        return "serverSideEncryption.enabled is not true.";
      return table.text("serverSideEncryption.kmsKeyArn")
        ? undefined
        : "serverSideEncryption.kmsKeyArn is not set.";
    }),
  },
  {
    id: "dynamodb-table-recovery",
    meta: {
      description: "A table can be brought back as it was at any second of the last weeks.",
      pillar: "reliability",
      severity: "medium",
      level: "mandatory",
      controls: ["CKV_AWS_28", "AWS-0024", "DynamoDB.2", "AwsSolutions-DDB3"],
      remedy: "Set `pointInTimeRecovery.enabled` to true.",
      docs: { url: `${GUIDE}/PointInTimeRecovery.html` },
    },
    ...onResource([t.TABLE], (table) =>
      table.flag("pointInTimeRecovery.enabled") === true
        ? undefined
        : "pointInTimeRecovery.enabled is not true.",
    ),
  },
  {
    id: "dynamodb-table-deletion-protection",
    meta: {
      description: "A table is not deleted by accident.",
      pillar: "reliability",
      severity: "low",
      level: "advisory",
      controls: ["DynamoDB.6"],
      remedy: "Set `deletionProtectionEnabled` to true.",
      docs: { url: `${GUIDE}/WorkingWithTables.Basics.html` },
    },
    ...onResource([t.TABLE], (table) =>
      table.flag("deletionProtectionEnabled") === true
        ? undefined
        : "deletionProtectionEnabled is not true.",
    ),
  },
];
