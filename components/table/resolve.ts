import { type ResolvedNamed, resolveNamed } from "../shared/arguments/args";
import { type KeyAttribute, type TableArgs } from "./args";

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

/** Every attribute of a key, by the argument that names it. */
export function keyAttributes(args: ResolvedTable): [path: string, attribute: KeyAttribute][] {
  const keys = [["", args] as const, ...Object.entries(args.indexes)];
  return keys.flatMap(([index, { partitionKey, sortKey }]): [string, KeyAttribute][] => {
    const at = index === "" ? "" : `indexes.${index}.`;
    return [
      [`${at}partitionKey`, partitionKey],
      ...(sortKey ? [[`${at}sortKey`, sortKey] as [string, KeyAttribute]] : []),
    ];
  });
}
