import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { currentAccount } from "./shared/account";
import { Problems } from "./shared/problems";
import { serviceStatements, type KeyService, type KeyUse } from "./kms/policy";
import { keyStatements, type KeyUsers } from "./kms/statements";
import { resourceName } from "./shared/names";
import {
  mergePolicies,
  policyDocument,
  type PolicyDocument,
  type PolicySource,
} from "asl-toolkit/iam";
import { ALIAS_SUFFIX, sampleSuffix, suffix } from "./shared/suffix";
import { baseTags, type Tags } from "./shared/tags";

/** What a key needs to know. The key and its alias are named `<prefix>-<environment>-<name>-kms`. */
export interface KeyArgs {
  /** Begins every name. */
  readonly prefix: string;
  /** The environment, second in every name and a tag. */
  readonly environment: string;
  /** What the key is for, in a word. */
  readonly name: string;
  /** What the key is for, in a sentence. Defaults to one that holds the key's name. */
  readonly description?: string;
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
  /** For a direct key: ARNs of the principals that may use it. */
  readonly allowAccessFromPrincipals?: pulumi.Input<pulumi.Input<string>[]>;
  /** AWS services that get exactly the use of the key that they need, beside the above. Defaults to none. */
  readonly services?: readonly KeyService[];
  /** The log groups, state machines and trails that `services` may use the key for, by name. */
  readonly serviceResources?: pulumi.Input<Pick<KeyUse, "logGroups" | "stateMachines" | "trails">>;
  /** Policy documents laid over the key policy: a statement with the same Sid replaces, others are appended. */
  readonly additionalPolicies?: pulumi.Input<pulumi.Input<PolicySource>[]>;
  /** Ends the alias with a random suffix, so that a deleted stack can be made anew. Defaults to true. */
  readonly appendRandomSuffix?: boolean;
  /** The suffix to use instead of a random one; no random resource is made then. */
  readonly suffix?: string;
  /** Days before a deleted key is gone, 7 to 30. Defaults to 30. */
  readonly deletionWindowInDays?: number;
  /** Days between rotations of the key material, 90 to 2560. Defaults to AWS's choice, a year. */
  readonly rotationPeriodInDays?: number;
  /**
   * Whom a service key names as principal: `account` leaves the decision to this account's IAM policies, `any` lets
   * every caller that meets the two conditions use the key without a permission of its own. Defaults to `account`.
   */
  readonly servicePrincipals?: "account" | "any";
  /** Lets users hand the key on only to AWS services (kms:GrantIsForAWSResource). Defaults to true. */
  readonly grantsForAwsResourcesOnly?: boolean;
  /** Tags for all resources; they override Environment, Terraform, Name and Alias. */
  readonly tags?: Tags;
}

/** What may be said about a key that another component makes for itself. */
export type OwnKeyArgs = Pick<
  KeyArgs,
  | "suffix"
  | "deletionWindowInDays"
  | "rotationPeriodInDays"
  | "servicePrincipals"
  | "grantsForAwsResourcesOnly"
>;

/** A KMS key that rotates every year, its policy and its alias. */
export class Key extends pulumi.ComponentResource {
  /** The key's ARN. */
  public readonly arn: pulumi.Output<string>;
  /** The key's id. */
  public readonly keyId: pulumi.Output<string>;
  /** The alias, with `alias/`. */
  public readonly aliasName: pulumi.Output<string>;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made */
  public constructor(name: string, args: KeyArgs, opts?: pulumi.ComponentResourceOptions) {
    checkKeyArgs(args);
    super("stepfunctions:index:Key", name, {}, opts);
    const inside = { parent: this };

    const identifier = identifierOf(args);
    // Made even where the alias goes without it, so that turning the suffix off renames nothing else.
    const random = suffix(`${name}-suffix`, ALIAS_SUFFIX, args.suffix, inside);
    const suffixed = args.appendRandomSuffix ?? true;
    const alias = suffixed
      ? pulumi.interpolate`${identifier}-${random}`
      : pulumi.output(identifier);

    const key = new aws.kms.Key(
      name,
      {
        description: args.description ?? `Encryption key ${identifier}`,
        enableKeyRotation: true,
        rotationPeriodInDays: args.rotationPeriodInDays,
        deletionWindowInDays: args.deletionWindowInDays ?? 30,
        policy: pulumi.jsonStringify(keyPolicy(args, this)),
        tags: alias.apply((text) =>
          baseTags(args.environment, args.tags, { Name: text, Alias: text }),
        ),
      },
      inside,
    );
    const aliased = new aws.kms.Alias(
      `${name}-alias`,
      { name: pulumi.interpolate`alias/${alias}`, targetKeyId: key.keyId },
      inside,
    );

    this.arn = key.arn;
    this.keyId = key.keyId;
    this.aliasName = aliased.name;
    this.registerOutputs({ arn: this.arn, keyId: this.keyId, aliasName: this.aliasName });
  }
}

/**
 * Checks the arguments of a {@link Key}.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkKeyArgs(args: KeyArgs): void {
  keyProblems(args).done("Key");
}

/** Everything that is wrong with the arguments of a {@link Key}. */
export function keyProblems(args: KeyArgs): Problems {
  const alias = `alias/${identifierOf(args)}`;
  const suffixed = args.appendRandomSuffix ?? true;
  const longest = suffixed ? `${alias}-${sampleSuffix(ALIAS_SUFFIX, args.suffix)}` : alias;
  return new Problems()
    .required(args, "prefix", "environment", "name")
    .add("suffix", args.suffix === "" && "is empty: leave it out for a random one")
    .name("name", "kmsAlias", longest)
    .oneOf("keyType", args.keyType, ["service", "direct"])
    .oneOf("servicePrincipals", args.servicePrincipals, ["account", "any"])
    .wholeNumber("deletionWindowInDays", args.deletionWindowInDays, 7, 30)
    .wholeNumber("rotationPeriodInDays", args.rotationPeriodInDays, 90, 2560)
    .policies("additionalPolicies", args.additionalPolicies)
    .tags(args.tags);
}

function identifierOf(args: KeyArgs): string {
  return resourceName(args.prefix, args.environment, `${args.name}-kms`);
}

function keyPolicy(args: KeyArgs, parent: pulumi.Resource): pulumi.Output<PolicyDocument> {
  const users = {
    keyType: args.keyType ?? "service",
    awsServiceNames: args.awsServiceNames ?? [],
    callerAccountIds: args.callerAccountIds,
    allowAccessFromPrincipals: args.allowAccessFromPrincipals ?? [],
    servicePrincipals: args.servicePrincipals ?? "account",
    grantsForAwsResourcesOnly: args.grantsForAwsResourcesOnly ?? true,
  };
  const resources = pulumi.output(args.serviceResources ?? {});
  const additional = pulumi.output(args.additionalPolicies ?? []);
  return pulumi
    .all([pulumi.output(users), pulumi.output(currentAccount(parent)), resources, additional])
    .apply(([settled, account, used, overrides]) => {
      const statements = [
        ...keyStatements(settled as KeyUsers, account),
        ...serviceStatements(args.services ?? [], { ...account, ...used }),
      ];
      return mergePolicies(policyDocument(statements), overrides as PolicySource[]);
    });
}
