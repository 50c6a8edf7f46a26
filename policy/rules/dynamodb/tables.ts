import type { Checks } from "../shared/rows";
import { onResource } from "../shared/on-each";
import { keyFault } from "../shared/requirements";

export const dynamodbTables = {
  "dynamodb-table-encryption": onResource((table) => {
    if (table.flag("serverSideEncryption.enabled") !== true)
      return "serverSideEncryption.enabled is not true.";
    const fault = keyFault(table, "serverSideEncryption.kmsKeyArn");
    return fault && `serverSideEncryption.kmsKeyArn ${fault}.`;
  }),
} satisfies Checks;
