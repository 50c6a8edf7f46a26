import { createHash } from "node:crypto";
import type * as sdk from "@aws-sdk/client-lambda";
import type * as lambda from "@pulumi/aws/lambda";
import type { Unwrap } from "@pulumi/pulumi";
import { zipOf } from "../../archive";
import { NOT_STORED, resourceType, type AwsContext } from "../../resource-type";
import { camel, pascal } from "../../words";

/** Words of the Lambda API that differ from the provider's by more than the first letter. */
const FUNCTION = { name: "FunctionName", kmsKeyArn: "KMSKeyArn" };

type FunctionInputs = Unwrap<lambda.FunctionArgs>;

/** The function itself. */
export const functionTypes = {
  "aws:lambda/function:Function": resourceType<lambda.FunctionArgs>({
    async create(inputs, context) {
      const { lambda } = context.clients;
      const FunctionName = inputs.name as string;
      const created = await lambda.createFunction({
        FunctionName,
        Code: (await codeOf(inputs, context)) as sdk.FunctionCode,
        Publish: inputs.publish,
        PackageType: inputs.packageType as sdk.PackageType,
        Architectures: inputs.architectures as sdk.Architecture[],
        Tags: inputs.tags,
        ...settingsOf(inputs),
      });
      await limitConcurrency(inputs, context);
      return {
        arn: created.FunctionArn?.replace(/(:function:[^:]+):.*$/, "$1"),
        version: created.Version,
        codeSha256: created.CodeSha256,
        sourceCodeSize: created.CodeSize,
        lastModified: created.LastModified,
      };
    },
    async update(FunctionName, inputs, context) {
      const { lambda } = context.clients;
      await lambda.updateFunctionConfiguration({ FunctionName, ...settingsOf(inputs) });
      const updated = await lambda.updateFunctionCode({
        FunctionName,
        Publish: inputs.publish,
        Architectures: inputs.architectures as sdk.Architecture[],
        ...(await codeOf(inputs, context)),
      });
      await limitConcurrency(inputs, context);
      return {
        version: updated.Version,
        codeSha256: updated.CodeSha256,
        sourceCodeSize: updated.CodeSize,
        lastModified: updated.LastModified,
      };
    },
    fixed: ["packageType", "tags"],
    async read(FunctionName, inputs, context) {
      const { lambda } = context.clients;
      const { Configuration: found, Tags } = await lambda.getFunction({ FunctionName });
      const { ReservedConcurrentExecutions } = await lambda.getFunctionConcurrency({
        FunctionName,
      });
      const { ZipFile } = await codeOf(inputs, context);
      const sameCode = ZipFile === undefined || found?.CodeSha256 === sha256(ZipFile);
      return {
        ...camel<object>(found, FUNCTION),
        code: sameCode ? inputs.code : `other code: ${found?.CodeSha256}`,
        layers: found?.Layers?.map(({ Arn }) => Arn) ?? [],
        environment: { variables: found?.Environment?.Variables ?? {} },
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
};

/** What can be set and changed of a function, beside its code and its environment. */
const SETTINGS = [
  "deadLetterConfig",
  "description",
  "ephemeralStorage",
  "handler",
  "kmsKeyArn",
  "layers",
  "loggingConfig",
  "memorySize",
  "role",
  "runtime",
  "timeout",
  "tracingConfig",
  "vpcConfig",
] as const;

type Settings = Omit<sdk.CreateFunctionRequest, "FunctionName" | "Code">;

function settingsOf(inputs: FunctionInputs): Settings {
  const settings = Object.fromEntries(SETTINGS.map((name) => [name, inputs[name]]));
  return {
    ...pascal<Settings>(settings, FUNCTION),
    // Names of variables keep their case.
    Environment: inputs.environment && { Variables: inputs.environment.variables },
  };
}

async function limitConcurrency(
  { name: FunctionName, reservedConcurrentExecutions: limit = -1 }: FunctionInputs,
  { clients: { lambda } }: AwsContext,
): Promise<void> {
  if (limit < 0) return;
  await lambda.putFunctionConcurrency({
    FunctionName,
    ReservedConcurrentExecutions: limit,
  });
}

/** Code from an archive, or where it is in S3. */
async function codeOf(inputs: FunctionInputs, { folder }: AwsContext): Promise<sdk.FunctionCode> {
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
