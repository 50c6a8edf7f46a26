import type * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../components";
import { mapInput } from "../components/shared/arguments/inputs";
import { parseArn, serviceHost, type Statement } from "../statemachine/iam";
import { type ExternalResources, type Payloads } from "./external";
import { type Settings } from "./settings";

/** The bucket for payloads that are too large for the workflow's state. */
export function createPayloads(
  { prefix, environment, name, tags, payloads }: Settings,
  external: ExternalResources,
  kmsKeyArn: pulumi.Input<string> | undefined,
): Payloads | undefined {
  if (external.payloads !== undefined || payloads.mode !== "own") return external.payloads;
  const { expirationDays, forceDestroy, suffix } = payloads;
  return new Bucket("payloads", {
    prefix,
    environment,
    bucketName: `${name}-payloads`,
    tags,
    kmsKeyArn,
    // Without the stack's key S3 encrypts, and not with one more key.
    useKmsManagedKey: kmsKeyArn !== undefined,
    expirationDays,
    noncurrentVersionExpirationDays: mapInput(expirationDays, (days) => Math.min(days, 7)),
    forceDestroy,
    suffix,
  });
}

/**
 * What the handler does with payloads. Without the right to list, S3 answers for a missing object as for a forbidden
 * one, and the handler could not tell "not there yet" from "never".
 */
export function payloadStatements(bucketArn: string, kmsKeyArn: string | undefined): Statement[] {
  return [
    { Sid: "ListPayloads", Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn },
    {
      Sid: "UsePayloads",
      Effect: "Allow",
      Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: `${bucketArn}/*`,
    },
    ...(kmsKeyArn === undefined ? [] : [payloadKeyStatement(kmsKeyArn, bucketArn)]),
  ];
}

/** The payload bucket's key, through S3 only. */
function payloadKeyStatement(kmsKeyArn: string, bucketArn: string): Statement {
  const { partition = "aws" } = parseArn(bucketArn) ?? {};
  return {
    Sid: "UsePayloadKey",
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: kmsKeyArn,
    Condition: { StringLike: { "kms:ViaService": serviceHost("s3", { partition, region: "*" }) } },
  };
}
