import type * as pulumi from "@pulumi/pulumi";
import { type Account, currentAccount } from "./account";

/** What the functions that create the parts of a component share. */
export interface Context<Args> {
  /** The component's name: every part's name begins with it. */
  readonly name: string;
  /** The component's arguments, every default filled in. */
  readonly args: Args;
  readonly account: Account;
  /** The component, whose children the parts are. */
  readonly parent: pulumi.Resource;
}

/** The context of a component that works where its provider does. */
export function contextOf<Args>(parent: pulumi.Resource, name: string, args: Args): Context<Args> {
  return { name, args, account: currentAccount(parent), parent };
}
