import type * as pulumi from "@pulumi/pulumi";
import { Key } from "../kms";
import { type CommonArgs } from "../shared/arguments/args";
import { type Context } from "../shared/context";
import { type KeyService } from "./service-statements";

/** The part of a component's arguments that a key of its own is made from. */
interface KeyOwner extends CommonArgs {
  readonly name: string;
  readonly kmsKeyArn?: pulumi.Input<string>;
}

/** The key given, or else a key `<base>-<kind>-kms` of the component's own that these services may use. */
export function keyOrOwn(
  { name, args, parent }: Context<KeyOwner>,
  kind: string,
  services: readonly KeyService[],
): pulumi.Input<string> {
  const { prefix, environment, tags, kmsKeyArn } = args;
  if (kmsKeyArn !== undefined) return kmsKeyArn;
  const key = { prefix, environment, tags, name: `${args.name}-${kind}`, services };
  return new Key(`${name}-key`, key, { parent }).arn;
}
