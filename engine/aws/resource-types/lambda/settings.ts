import type * as sdk from "@aws-sdk/client-lambda";
import type * as lambda from "@pulumi/aws/lambda";
import type { Principal, Statement } from "../../../../statemachine/iam";
import { resourceType } from "../../resource-type";
import { camel, pascal } from "../../words";

const PERMISSION = { function: "FunctionName", principalOrgId: "PrincipalOrgID" };

/** What belongs to a function: aliases, permissions to invoke it, asynchronous invocation. */
export const functionSettingTypes = {
  "aws:lambda/alias:Alias": resourceType<lambda.AliasArgs>({
    async create(inputs, { clients: { lambda } }) {
      const { AliasArn } = await lambda.createAlias(pascal<sdk.CreateAliasRequest>(inputs));
      return { id: AliasArn, arn: AliasArn };
    },
    async update(_, inputs, { clients: { lambda } }) {
      await lambda.updateAlias(pascal<sdk.CreateAliasRequest>(inputs));
      return {};
    },
    fixed: ["functionName"],
    async read(_, { functionName, name }, { clients: { lambda } }) {
      const found = await lambda.getAlias({ FunctionName: functionName, Name: name });
      return { ...camel<object>(found), functionName };
    },
  }),

  "aws:lambda/permission:Permission": resourceType<lambda.PermissionArgs>({
    async create(inputs, { clients: { lambda } }, { id: StatementId }) {
      await lambda.addPermission({
        ...pascal<sdk.AddPermissionRequest>(inputs, PERMISSION),
        StatementId,
      });
    },
    async read(id, inputs, { clients: { lambda } }) {
      const { Policy = "{}" } = await lambda.getPolicy({
        FunctionName: inputs.function as string,
        Qualifier: inputs.qualifier,
      });
      // Created here it goes by its statement's id; adopted, by the provider's `function/statement`.
      const statementId = inputs.statementId ?? id.slice(id.lastIndexOf("/") + 1);
      const { Statement: statements = [] } = JSON.parse(Policy) as { Statement?: Statement[] };
      const found = statements.find(({ Sid }) => Sid === statementId);
      const { Service, AWS } = (found?.Principal ?? {}) as Exclude<Principal, "*">;
      return {
        statementId: found?.Sid,
        function: inputs.function,
        qualifier: inputs.qualifier,
        action: found?.Action,
        principal: Service ?? AWS,
        sourceArn: found?.Condition?.["ArnLike"]?.["AWS:SourceArn"],
        sourceAccount: found?.Condition?.["StringEquals"]?.["AWS:SourceAccount"],
      };
    },
  }),

  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig":
    resourceType<lambda.FunctionEventInvokeConfigArgs>({
      async create(inputs, { clients: { lambda } }) {
        const config = pascal<sdk.PutFunctionEventInvokeConfigRequest>(inputs);
        await lambda.putFunctionEventInvokeConfig(config);
      },
      async read(_, { functionName, qualifier }, { clients: { lambda } }) {
        const found = await lambda.getFunctionEventInvokeConfig({
          FunctionName: functionName,
          Qualifier: qualifier,
        });
        return { ...camel<object>(found), functionName, qualifier };
      },
    }),
};
