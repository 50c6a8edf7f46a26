import type * as pulumi from "@pulumi/pulumi";
import { type PolicySource } from "asl-toolkit/iam";
import { type CommonArgs } from "../shared/arguments/args";
import { type DeepInput } from "../shared/arguments/inputs";
import { type KeyService, type KeyUse } from "./service-statements";

/** What a key needs to know. The key and its alias are named `<prefix>-<environment>-<name>-kms`. */
export interface KeyArgs extends CommonArgs {
  /** What the key is for, in a word. */
  readonly name: string;
  /** What the key is for, in a sentence. Defaults to one that holds the key's name. */
  readonly description?: pulumi.Input<string>;
  /**
   * Which statement lets the key be used: `service` admits the principals of this account through the named AWS
   * services, `direct` admits the principals listed. Defaults to `service`.
   */
  readonly keyType?: "service" | "direct";
  /**
   * For a service key: the services through which it may be used (kms:ViaService), for example
   * `s3.us-east-1.amazonaws.com`. Defaults to none: then only `additionalPolicies` admit anyone.
   */
  readonly awsServiceNames?: pulumi.Input<pulumi.Input<string>[]>;
  /** For a service key: the accounts that may call (kms:CallerAccount). Defaults to this account. */
  readonly callerAccountIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** For a direct key: ARNs of the principals that may use it. Defaults to none. */
  readonly allowAccessFromPrincipals?: pulumi.Input<pulumi.Input<string>[]>;
  /** AWS services that get exactly the use of the key that they need, beside the above. Defaults to none. */
  readonly services?: readonly KeyService[];
  /** The log groups, state machines and trails that `services` may use the key for, by name. Defaults to all; so does an empty list. */
  readonly serviceResources?: pulumi.Input<Pick<KeyUse, "logGroups" | "stateMachines" | "trails">>;
  /**
   * Policy documents laid over the key policy: a statement with the same Sid replaces, others are appended. Defaults to
   * none.
   */
  readonly additionalPolicies?: DeepInput<readonly PolicySource[]>;
  /** Ends the alias with a random suffix, so that a deleted stack can be made anew. Defaults to true. */
  readonly appendRandomSuffix?: boolean;
  /** The suffix to use instead of a random one; no random resource is made then. */
  readonly suffix?: string;
  /** Days before a deleted key is gone, 7 to 30. Defaults to 30. */
  readonly deletionWindowInDays?: pulumi.Input<number>;
  /** Days between rotations of the key material, 90 to 2560. Defaults to AWS's choice, a year. */
  readonly rotationPeriodInDays?: pulumi.Input<number>;
  /** Where the key is to be as the Terraform module made it; for a migration only. Defaults to nowhere. */
  readonly compatibility?: KeyCompatibility;
}

/** The choices of the Terraform module `kms` that a key does not make by itself. */
export interface KeyCompatibility {
  /**
   * `any` lets every caller that meets the two conditions of a service key use it without a permission of its own,
   * instead of leaving the decision to this account's IAM policies.
   */
  readonly servicePrincipals?: "any";
  /** False lets users hand the key on to anyone, not only to AWS services (kms:GrantIsForAWSResource). */
  readonly grantsForAwsResourcesOnly?: false;
}

/** What may be said about a key that another component makes for itself. */
export type OwnKeyArgs = Pick<
  KeyArgs,
  "suffix" | "deletionWindowInDays" | "rotationPeriodInDays" | "compatibility"
>;
