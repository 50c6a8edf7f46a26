import type * as pulumi from "@pulumi/pulumi";
import { type Statement } from "asl-toolkit/iam";
import { type KeyArgs, type OwnKeyArgs } from "../kms/args";
import { type BucketArgs } from "../s3/args";
import { type CommonArgs } from "../shared/arguments/args";
import { type DeepInput } from "../shared/arguments/inputs";

/** Who may invoke a function: a service, for what it does on behalf of a resource or an account. */
export interface FunctionPermission {
  /** A service such as `events.amazonaws.com`, an account id, or a principal's ARN. */
  readonly principal: pulumi.Input<string>;
  /** The resource on whose behalf the service calls. Defaults to any. */
  readonly sourceArn?: pulumi.Input<string>;
  /** The account that owns that resource. Defaults to this account where the resource does not say it. */
  readonly sourceAccount?: pulumi.Input<string>;
}

/** Where a function runs when it runs in a VPC. */
export interface FunctionVpc {
  readonly securityGroupIds: readonly pulumi.Input<string>[];
  /** Subnets of two availability zones or more. */
  readonly subnetIds: readonly pulumi.Input<string>[];
}

/** A container image with a function. */
export interface FunctionImage {
  /** Where the image is, with its digest: a tag may come to mean another. */
  readonly uri: pulumi.Input<string>;
  /** What is called, in the image's words. Defaults to what the image says. */
  readonly command?: readonly string[];
}

/** How a TypeScript file is bundled (https://esbuild.github.io/api/). */
export interface Bundling {
  /** Puts a source map beside the bundle, so that errors name your own lines. Defaults to false. */
  readonly sourceMap?: boolean;
  /** Defaults to true. */
  readonly minify?: boolean;
  /** Packages that the runtime or a layer has. Defaults to none. */
  readonly external?: readonly string[];
  /** Names that are replaced by JSON texts. Defaults to none. */
  readonly define?: Readonly<Record<string, string>>;
}

/** What a function needs to know. It is named `<prefix>-<environment>-<name>-function`. */
export interface LambdaFunctionArgs extends CommonArgs {
  /** What the function does, in a word. */
  readonly name: string;
  /** What the function does, in a sentence. Defaults to one that holds its name. */
  readonly description?: pulumi.Input<string>;

  /** The code, one of four: a TypeScript file, which is bundled with all that it imports. */
  readonly entry?: string;
  /** The code, one of four: a folder, which is deployed as it is but for credentials; for any runtime. */
  readonly sourceCodeDir?: string;
  /**
   * A file of Python packages with their versions, such as `functions/requirements.txt`, which are installed beside the
   * folder's files for the runtime and the processor, by pip or uv. Defaults to none.
   */
  readonly requirements?: string;
  /** The code, one of four: an archive that the caller made. */
  readonly code?: pulumi.asset.Archive;
  /** The code, one of four: a container image, which says itself what runs; not at the edge. */
  readonly image?: FunctionImage;
  /** How a TypeScript file is bundled. Defaults to one minified file with all that it imports. */
  readonly bundling?: Bundling;
  /** What runs the code, in AWS's words. Defaults, for a TypeScript file, to nodejs24.x. */
  readonly runtime?: string;
  /** What is called. Defaults, for a TypeScript file, to its export `handler`. */
  readonly handler?: pulumi.Input<string>;
  /** The processor. Defaults to AWS's choice, x86_64. */
  readonly architecture?: "x86_64" | "arm64";

  /** Seconds after which an invocation is ended, 1 to 900. Defaults to 30; at the edge to 5. */
  readonly timeout?: pulumi.Input<number>;
  /** Memory in MB, 128 to 10240; the processor's share grows with it. Defaults to 256; at the edge to 128. */
  readonly memorySize?: pulumi.Input<number>;
  /** Invocations at once; 0 stops the function, -1 is no limit but the account's. Defaults to -1. */
  readonly reservedConcurrentExecutions?: pulumi.Input<number>;
  /** Layers, as ARNs of versions, five at most. Defaults to none. */
  readonly layerArns?: readonly pulumi.Input<string>[];
  /** Environment variables; at the edge there can be none. Defaults to none. */
  readonly environmentVariables?: Readonly<Record<string, pulumi.Input<string>>>;
  /** The KMS key for environment, SSM parameters and logs. Defaults to AWS's keys, and for the logs to an own one. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** The VPC that the function runs in. Defaults to none. */
  readonly vpcConfig?: FunctionVpc;
  /** The queue or topic for events of asynchronous invocations that failed. Defaults to none. */
  readonly deadLetterTargetArn?: pulumi.Input<string>;
  /** `Active` traces invocations with X-Ray, `PassThrough` follows the caller. Defaults to Active, not at the edge. */
  readonly tracingMode?: "Active" | "PassThrough";
  /**
   * Who may invoke the function by its `functionArn`, which AWS tells apart from the ARNs of version and alias, by a key of
   * the caller's; IAM decides about everyone else. Defaults to nobody.
   */
  readonly permissions?: Readonly<Record<string, FunctionPermission>>;
  /** Name of the alias that follows the newest version; `false` for none. Defaults to `live`; at the edge to none. */
  readonly alias?: string | false;

  /** An existing role to run with, which stays as it is. Defaults to an own role, `<base>-function-role`. */
  readonly roleArn?: pulumi.Input<string>;
  /** ARNs of further policies for the own role. Defaults to none. */
  readonly additionalRolePolicyArns?: readonly pulumi.Input<string>[];
  /** What else the own role may do. Defaults to nothing. */
  readonly statements?: DeepInput<readonly Statement[]>;

  /** SecureString parameters by name, which the own role may read. Values are secrets. Defaults to none. */
  readonly ssmParams?: Readonly<Record<string, pulumi.Input<string>>>;

  /** Makes the function fit for Lambda@Edge: code in S3, trust for the edge. Defaults to false. */
  readonly edge?: boolean;
  /** An existing bucket for the code of an edge function. Defaults to an own one. */
  readonly edgeBucketName?: pulumi.Input<string>;
  /** Arguments of the own bucket, over its defaults. Defaults to none. */
  readonly edgeBucket?: Omit<BucketArgs, "prefix" | "environment" | "bucketName">;

  /** Makes the log group, `/aws/lambda/<function>`, before the function could. Defaults to true. */
  readonly createLogGroup?: boolean;
  /** Days that log events are kept; 0 is for ever. Defaults to 90. */
  readonly logRetentionInDays?: pulumi.Input<number>;
  /** How Lambda writes its own log events, `JSON` or `Text`. Defaults to JSON; at the edge to Text. */
  readonly logFormat?: "JSON" | "Text";
  /** The least severe events of the code that a JSON log keeps. Defaults to INFO. */
  readonly logLevel?: pulumi.Input<"TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL">;
  /** The KMS key for the logs. Defaults to `kmsKeyArn`. */
  readonly logGroupKmsKeyArn?: pulumi.Input<string>;
  /** Makes a KMS key for the log group where none is given. Defaults to true. */
  readonly createLogGroupKey?: boolean;
  /** More about that key, its alias' suffix among others. Defaults to nothing. */
  readonly ownKey?: OwnKeyArgs & Pick<KeyArgs, "description">;

  /** Where the function is to be as the Terraform module made it; for a migration only. Defaults to nowhere. */
  readonly compatibility?: FunctionCompatibility;
}

/** The choices of the Terraform module `lambda` that a function does not make by itself. */
export interface FunctionCompatibility {
  /**
   * `account` gives the own role the module's statements, on every log group and network interface, instead of its own
   * log group, traces, and interfaces, dead-letter target and key where it has them.
   */
  readonly roleScope?: "account";
  /** False admits services, to the role and to invoke, also on behalf of other accounts (aws:SourceAccount). */
  readonly checkSourceAccount?: false;
}
