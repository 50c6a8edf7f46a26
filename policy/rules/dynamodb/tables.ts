import type { Checks } from "../shared/rows";
import { onResource } from "../shared/on-each";
import * as t from "../shared/types";

export const dynamodbTables = {
  "dynamodb-table-encryption": onResource([t.TABLE], (table) => {
    if (table.flag("serverSideEncryption.enabled") !== true)
      return "serverSideEncryption.enabled is not true.";
    return table.text("serverSideEncryption.kmsKeyArn")
      ? undefined
      : "serverSideEncryption.kmsKeyArn is not set.";
  }),
} satisfies Checks;
