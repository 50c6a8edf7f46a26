import type { Checks } from "../shared/rows";
import { onResource } from "../shared/on-each";

export const dynamodbTables = {
  "dynamodb-table-encryption": onResource((table) => {
    if (table.flag("serverSideEncryption.enabled") !== true)
      return "serverSideEncryption.enabled is not true.";
    return table.text("serverSideEncryption.kmsKeyArn")
      ? undefined
      : "serverSideEncryption.kmsKeyArn is not set.";
  }),
} satisfies Checks;
