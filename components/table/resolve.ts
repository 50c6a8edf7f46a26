import { type ResolvedNamed, resolveNamed } from "../shared/arguments/args";
import { argumentProblems, checkRequired, requirePlain } from "../shared/arguments/argument-rules";
import { format } from "../shared/problems";
import { type KeyAttribute, type TableArgs } from "./args";

/** What a table is when nobody says otherwise. */
export const TABLE_DEFAULTS = {
  indexes: {},
  pointInTimeRecovery: true,
  deletionProtection: true,
} satisfies Partial<TableArgs>;

/** The arguments of a table with every default filled in. */
export interface ResolvedTable extends ResolvedNamed<TableArgs, typeof TABLE_DEFAULTS> {
  readonly tableName: string;
}

/**
 * Checks the arguments.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkTableArgs(args: TableArgs): void {
  requirePlain("Table", args);
  const resolved = resolveTable(args);
  const problems = checkRequired("Table", args)
    .name("name", "table", resolved.tableName)
    .all(argumentProblems("Table", args))
    .tags(args);
  const types = new Map<string, string>();
  for (const [path, { name, type = "S" }] of keyAttributes(resolved)) {
    const other = types.get(name);
    problems
      .add(`${path}.name`, !name && `is ${format(name)}: name the attribute`)
      .add(path, other !== undefined && other !== type && `is ${type}, and elsewhere ${other}`);
    types.set(name, type);
  }
  problems.done("Table");
}

/** Fills in the defaults. */
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
