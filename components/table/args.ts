import type * as pulumi from "@pulumi/pulumi";
import { type CommonArgs } from "../shared/arguments/args";

/** An attribute that items are found by: text (`S`), a number (`N`) or bytes (`B`). */
export interface KeyAttribute {
  readonly name: string;
  /** Defaults to S. */
  readonly type?: "S" | "N" | "B";
}

/** The attributes that items of a table or index are found by. */
export interface TableKey {
  readonly partitionKey: KeyAttribute;
  /** Orders the items of one partition. Defaults to none. */
  readonly sortKey?: KeyAttribute;
}

/** What a table needs to know. It is named `<prefix>-<environment>-<name>-table`, and billed by request. */
export interface TableArgs extends CommonArgs, TableKey {
  /** What the table holds, in a word. */
  readonly name: string;
  /** Further ways to find items, with all their attributes, by name. Defaults to none. */
  readonly indexes?: Readonly<Record<string, TableKey>>;
  /** The attribute with the second (since 1970) at which an item expires. Defaults to none: items stay (to turn it off: docs/turning-off.md). */
  readonly expiresAttribute?: string;
  /** What a stream of changes holds, for example `NEW_AND_OLD_IMAGES`. Defaults to no stream. */
  readonly stream?: "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";
  /** Keeps backups of every second of the last 35 days. Defaults to true. */
  readonly pointInTimeRecovery?: pulumi.Input<boolean>;
  /** Refuses to delete the table. Defaults to true. */
  readonly deletionProtection?: pulumi.Input<boolean>;
  /** The key to encrypt with. Defaults to one of the table's own. */
  readonly kmsKeyArn?: pulumi.Input<string>;
}
