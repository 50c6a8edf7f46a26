import { type Checks, keyFault, onResource } from "../shared/checks";

export const dynamodbTables = {
  "dynamodb-table-encryption": onResource((table) => {
    if (table.flag("serverSideEncryption.enabled") !== true)
      return "serverSideEncryption.enabled is not true.";
    const fault = keyFault(table, "serverSideEncryption.kmsKeyArn");
    return fault && `serverSideEncryption.kmsKeyArn ${fault}.`;
  }),
} satisfies Checks;
