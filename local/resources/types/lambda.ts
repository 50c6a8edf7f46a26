import { createHash } from "node:crypto";
import * as sdk from "@aws-sdk/client-lambda";
import type * as aws from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import { zipOf } from "../archive";
import { camel, entry, NOT_STORED, pascal, type Context } from "../entry";

type FunctionInputs = Unwrap<aws.lambda.FunctionArgs>;

/** AWS Lambda. */
export const lambdaEntries = {
  "aws:lambda/function:Function": entry<aws.lambda.FunctionArgs>({
    async create(inputs, context) {
      const { lambda } = context.clients;
      const FunctionName = inputs.name as string;
      const created = await lambda.send(
        new sdk.CreateFunctionCommand({
          FunctionName,
          Code: (await codeOf(inputs, context)) as sdk.FunctionCode,
          Role: inputs.role,
          Runtime: inputs.runtime as sdk.Runtime,
          Handler: inputs.handler,
          Description: inputs.description,
          Timeout: inputs.timeout,
          MemorySize: inputs.memorySize,
          Publish: inputs.publish,
          PackageType: inputs.packageType as sdk.PackageType,
          Architectures: inputs.architectures as sdk.Architecture[],
          Layers: inputs.layers,
          KMSKeyArn: inputs.kmsKeyArn,
          Tags: inputs.tags,
          ...pascal<object>({
            deadLetterConfig: inputs.deadLetterConfig,
            ephemeralStorage: inputs.ephemeralStorage,
            loggingConfig: inputs.loggingConfig,
            tracingConfig: inputs.tracingConfig,
            vpcConfig: inputs.vpcConfig,
          }),
          // Names of variables keep their case.
          Environment: inputs.environment && { Variables: inputs.environment.variables },
        }),
      );
      const concurrency = inputs.reservedConcurrentExecutions ?? -1;
      if (concurrency >= 0) {
        await lambda.send(
          new sdk.PutFunctionConcurrencyCommand({
            FunctionName,
            ReservedConcurrentExecutions: concurrency,
          }),
        );
      }
      return {
        arn: created.FunctionArn?.replace(/(:function:[^:]+):.*$/, "$1"),
        version: created.Version,
        codeSha256: created.CodeSha256,
        sourceCodeSize: created.CodeSize,
        lastModified: created.LastModified,
      };
    },
    async read(FunctionName, inputs, context) {
      const { lambda } = context.clients;
      const { Configuration: found, Tags } = await lambda.send(
        new sdk.GetFunctionCommand({ FunctionName }),
      );
      const { ReservedConcurrentExecutions } = await lambda.send(
        new sdk.GetFunctionConcurrencyCommand({ FunctionName }),
      );
      const { ZipFile } = await codeOf(inputs, context);
      const sameCode = ZipFile === undefined || found?.CodeSha256 === sha256(ZipFile);
      return {
        name: found?.FunctionName,
        code: sameCode ? inputs.code : `other code: ${found?.CodeSha256}`,
        role: found?.Role,
        runtime: found?.Runtime,
        handler: found?.Handler,
        description: found?.Description,
        timeout: found?.Timeout,
        memorySize: found?.MemorySize,
        packageType: found?.PackageType,
        architectures: found?.Architectures,
        layers: found?.Layers?.map(({ Arn }) => Arn) ?? [],
        kmsKeyArn: found?.KMSKeyArn,
        environment: { variables: found?.Environment?.Variables ?? {} },
        deadLetterConfig: camel(found?.DeadLetterConfig),
        ephemeralStorage: camel(found?.EphemeralStorage),
        loggingConfig: camel(found?.LoggingConfig),
        tracingConfig: camel(found?.TracingConfig),
        vpcConfig: camel(found?.VpcConfig),
        reservedConcurrentExecutions: ReservedConcurrentExecutions ?? -1,
        tags: Tags,
      };
    },
    unread: {
      publish: NOT_STORED,
      skipDestroy: NOT_STORED,
      sourceCodeHash: NOT_STORED,
      s3Bucket: NOT_STORED,
      s3Key: NOT_STORED,
      s3ObjectVersion: NOT_STORED,
    },
  }),

  "aws:lambda/alias:Alias": entry<aws.lambda.AliasArgs>({
    async create(inputs, { clients: { lambda } }) {
      const { AliasArn } = await lambda.send(
        new sdk.CreateAliasCommand({
          Name: inputs.name,
          FunctionName: inputs.functionName,
          FunctionVersion: inputs.functionVersion,
          Description: inputs.description,
          RoutingConfig: inputs.routingConfig && {
            AdditionalVersionWeights: inputs.routingConfig.additionalVersionWeights,
          },
        }),
      );
      return { id: AliasArn, arn: AliasArn };
    },
    async read(_, { functionName, name }, { clients: { lambda } }) {
      const found = await lambda.send(
        new sdk.GetAliasCommand({ FunctionName: functionName, Name: name }),
      );
      return {
        name: found.Name,
        functionName,
        functionVersion: found.FunctionVersion,
        description: found.Description,
        routingConfig: camel(found.RoutingConfig),
      };
    },
  }),

  "aws:lambda/permission:Permission": entry<aws.lambda.PermissionArgs>({
    async create(inputs, { clients: { lambda }, place }) {
      const StatementId = inputs.statementId ?? `terraform-${place.random(26)}`;
      await lambda.send(
        new sdk.AddPermissionCommand({
          StatementId,
          FunctionName: inputs.function as string,
          Action: inputs.action,
          Principal: inputs.principal,
          SourceArn: inputs.sourceArn,
          SourceAccount: inputs.sourceAccount,
          Qualifier: inputs.qualifier,
        }),
      );
      return { id: StatementId, statementId: StatementId };
    },
    async read(id, inputs, { clients: { lambda } }) {
      const { Policy = "{}" } = await lambda.send(
        new sdk.GetPolicyCommand({
          FunctionName: inputs.function as string,
          Qualifier: inputs.qualifier,
        }),
      );
      const { Statement = [] } = JSON.parse(Policy) as { Statement?: PermissionStatement[] };
      const found = Statement.find(({ Sid }) => Sid === id);
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
    entry<aws.lambda.FunctionEventInvokeConfigArgs>({
      async create(inputs, { clients: { lambda } }) {
        await lambda.send(
          new sdk.PutFunctionEventInvokeConfigCommand({
            FunctionName: inputs.functionName,
            Qualifier: inputs.qualifier,
            MaximumRetryAttempts: inputs.maximumRetryAttempts,
            MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds,
            DestinationConfig: pascal(inputs.destinationConfig),
          }),
        );
      },
      async read(_, { functionName, qualifier }, { clients: { lambda } }) {
        const found = await lambda.send(
          new sdk.GetFunctionEventInvokeConfigCommand({
            FunctionName: functionName,
            Qualifier: qualifier,
          }),
        );
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

/** Code from an archive, or where it is in S3. */
async function codeOf(inputs: FunctionInputs, { folder }: Context): Promise<sdk.FunctionCode> {
  if (inputs.code !== undefined) return { ZipFile: await zipOf(inputs.code, folder) };
  if (inputs.imageUri !== undefined) return { ImageUri: inputs.imageUri };
  return {
    S3Bucket: inputs.s3Bucket,
    S3Key: inputs.s3Key,
    S3ObjectVersion: inputs.s3ObjectVersion,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64");
}
