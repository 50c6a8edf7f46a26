import type * as sdk from "@aws-sdk/client-lambda";
import type * as lambda from "@pulumi/aws/lambda";
import type { Unwrap } from "@pulumi/pulumi";
import { resourceType } from "../../resource-type";
import { camel, pascal } from "../../words";

/** What belongs to a function: aliases, permissions to invoke it, asynchronous invocation. */
export const functionSettingTypes = {
  "aws:lambda/alias:Alias": resourceType<lambda.AliasArgs>({
    async create(inputs, { clients: { lambda } }) {
      const { AliasArn } = await lambda.createAlias(aliasOf(inputs));
      return { id: AliasArn, arn: AliasArn };
    },
    async update(_, inputs, { clients: { lambda } }) {
      await lambda.updateAlias(aliasOf(inputs));
      return {};
    },
    fixed: ["functionName"],
    async read(_, { functionName, name }, { clients: { lambda } }) {
      const found = await lambda.getAlias({ FunctionName: functionName, Name: name });
      return {
        name: found.Name,
        functionName,
        functionVersion: found.FunctionVersion,
        description: found.Description,
        routingConfig: camel(found.RoutingConfig),
      };
    },
  }),

  "aws:lambda/permission:Permission": resourceType<lambda.PermissionArgs>({
    async create(inputs, { clients: { lambda } }, { id: StatementId }) {
      await lambda.addPermission({
        StatementId,
        FunctionName: inputs.function as string,
        Action: inputs.action,
        Principal: inputs.principal,
        SourceArn: inputs.sourceArn,
        SourceAccount: inputs.sourceAccount,
        Qualifier: inputs.qualifier,
      });
    },
    async read(id, inputs, { clients: { lambda } }) {
      const { Policy = "{}" } = await lambda.getPolicy({
        FunctionName: inputs.function as string,
        Qualifier: inputs.qualifier,
      });
      const { Statement = [] } = JSON.parse(Policy) as { Statement?: PermissionStatement[] };
      // Created here it goes by its statement's id; adopted, by the provider's `function/statement`.
      const statementId = inputs.statementId ?? id.slice(id.lastIndexOf("/") + 1);
      const found = Statement.find(({ Sid }) => Sid === statementId);
      const { Service, AWS } = found?.Principal ?? {};
      return {
        statementId: found?.Sid,
        function: inputs.function,
        qualifier: inputs.qualifier,
        action: found?.Action,
        principal: Service ?? AWS,
        sourceArn: found?.Condition?.ArnLike?.["AWS:SourceArn"],
        sourceAccount: found?.Condition?.StringEquals?.["AWS:SourceAccount"],
      };
    },
  }),

  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig":
    resourceType<lambda.FunctionEventInvokeConfigArgs>({
      async create(inputs, { clients: { lambda } }) {
        await lambda.putFunctionEventInvokeConfig({
          FunctionName: inputs.functionName,
          Qualifier: inputs.qualifier,
          MaximumRetryAttempts: inputs.maximumRetryAttempts,
          MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds,
          DestinationConfig: pascal(inputs.destinationConfig),
        });
      },
      async read(_, { functionName, qualifier }, { clients: { lambda } }) {
        const found = await lambda.getFunctionEventInvokeConfig({
          FunctionName: functionName,
          Qualifier: qualifier,
        });
        return {
          functionName,
          qualifier,
          maximumRetryAttempts: found.MaximumRetryAttempts,
          maximumEventAgeInSeconds: found.MaximumEventAgeInSeconds,
          destinationConfig: camel(found.DestinationConfig),
        };
      },
    }),
};

interface PermissionStatement {
  readonly Sid: string;
  readonly Action: string;
  readonly Principal: { readonly Service?: string; readonly AWS?: string };
  readonly Condition?: {
    readonly ArnLike?: Record<string, string>;
    readonly StringEquals?: Record<string, string>;
  };
}

function aliasOf(inputs: Unwrap<lambda.AliasArgs>): sdk.CreateAliasRequest {
  return {
    Name: inputs.name,
    FunctionName: inputs.functionName,
    FunctionVersion: inputs.functionVersion,
    Description: inputs.description,
    RoutingConfig: inputs.routingConfig && {
      AdditionalVersionWeights: inputs.routingConfig.additionalVersionWeights,
    },
  };
}
