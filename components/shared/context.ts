import type * as pulumi from "@pulumi/pulumi";
import { type AwsEnvironment } from "asl-toolkit/iam";
import { currentAccount } from "./account";

/** What the functions that create the parts of a component share. */
export interface Context<Args> {
  /** The component's name: every part's name begins with it. */
  readonly name: string;
  /** The component's arguments, every default filled in. */
  readonly args: Args;
  /** The account, region and partition that the component's provider works in. */
  readonly account: pulumi.Output<AwsEnvironment>;
  /** The component, whose children the parts are. */
  readonly parent: pulumi.Resource;
}

/** The context of a component that works where its provider does. */
export function contextOf<Args>(parent: pulumi.Resource, name: string, args: Args): Context<Args> {
  return { name, args, account: currentAccount(parent), parent };
}
