import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { type KeyArgs } from "./kms/args";
import { checkKeyArgs } from "./kms/check";
import { keyPolicy } from "./kms/policy";
import { type KeyContext, keyIdentifier, resolveKey } from "./kms/resolve";
import { contextOf } from "./shared/context";
import { ALIAS_SUFFIX, suffix } from "./shared/suffix";
import { baseTags } from "./shared/tags";

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
    const context = contextOf(this, name, resolveKey(args));
    const aliasText = createAliasText(context);
    const key = createKey(context, aliasText);
    const alias = new kms.Alias(
      `${name}-alias`,
      { name: pulumi.interpolate`alias/${aliasText}`, targetKeyId: key.keyId },
      { parent: this },
    );

    this.arn = key.arn;
    this.keyId = key.keyId;
    this.aliasName = alias.name;
    this.registerOutputs({ arn: this.arn, keyId: this.keyId, aliasName: this.aliasName });
  }
}

/** The alias without `alias/`. Its random suffix is made even where it goes without, so that nothing else is renamed. */
function createAliasText({ name, args, parent }: KeyContext): pulumi.Output<string> {
  const identifier = keyIdentifier(args);
  const end = suffix(`${name}-suffix`, ALIAS_SUFFIX, args.suffix, { parent });
  return args.appendRandomSuffix
    ? pulumi.interpolate`${identifier}-${end}`
    : pulumi.output(identifier);
}

function createKey(context: KeyContext, aliasText: pulumi.Output<string>): kms.Key {
  const { name, args, parent } = context;
  return new kms.Key(
    name,
    {
      description: args.description,
      enableKeyRotation: true,
      rotationPeriodInDays: args.rotationPeriodInDays,
      deletionWindowInDays: args.deletionWindowInDays,
      policy: keyPolicy(context),
      tags: aliasText.apply((text) =>
        baseTags(args.environment, args.tags, { Name: text, Alias: text }),
      ),
    },
    { parent },
  );
}
