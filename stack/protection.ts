import * as pulumi from "@pulumi/pulumi";
import { type Settings } from "./settings";

/** The types that hold what cannot be made anew: data, and the key to it. */
const PROTECTED_TYPES: readonly string[] = [
  "aws:cloudtrail/trail:Trail",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:kms/key:Key",
  "aws:s3/bucket:Bucket",
];

/** Makes the engine refuse to delete or replace what holds data, where the settings say so; call it first. */
export function protectData({ protect }: Settings): void {
  if (!protect) return;
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    PROTECTED_TYPES.includes(type) ? { props, opts: { ...opts, protect: true } } : undefined,
  );
}
