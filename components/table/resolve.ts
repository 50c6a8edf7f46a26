import { type ResolvedNamed, resolveNamed } from "../shared/arguments/args";
import { type KeyAttribute, type TableArgs, type TableKey } from "./args";

/** What a table is when nobody says otherwise. */
export const TABLE_DEFAULTS = {
  indexes: {},
  pointInTimeRecovery: true,
  deletionProtection: true,
} satisfies Partial<TableArgs>;

export interface ResolvedTable extends ResolvedNamed<TableArgs, typeof TABLE_DEFAULTS> {
  readonly tableName: string;
}

export function resolveTable(args: TableArgs): ResolvedTable {
  const resolved = resolveNamed(args, TABLE_DEFAULTS);
  return { ...resolved, tableName: `${resolved.base}-table` };
}

/** The keys of the table and of each index, by what the arguments that name them begin with. */
export function keysOf(args: ResolvedTable): [path: string, key: TableKey][] {
  const indexes = Object.entries(args.indexes);
  return [
    ["", args],
    ...indexes.map(([name, key]): [string, TableKey] => [`indexes.${name}.`, key]),
  ];
}

/** Every attribute of a key, by the argument that names it. */
export function keyAttributes(args: ResolvedTable): [path: string, attribute: KeyAttribute][] {
  return keysOf(args).flatMap(([at, { partitionKey, sortKey }]): [string, KeyAttribute][] => [
    [`${at}partitionKey`, partitionKey],
    ...(sortKey ? [[`${at}sortKey`, sortKey] as [string, KeyAttribute]] : []),
  ]);
}
