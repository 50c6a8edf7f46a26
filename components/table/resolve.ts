import { type ResolvedNamed, resolveNamed } from "../shared/args";
import { format, Problems, requirePlain } from "../shared/problems";
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

const STREAMS = ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"];

/** Arguments that decide names, or which resources there are. */
const PLAIN = [
  "prefix",
  "environment",
  "name",
  "partitionKey",
  "sortKey",
  "indexes",
  "stream",
] as const;

/**
 * Checks the arguments.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkTableArgs(args: TableArgs): void {
  requirePlain("Table", args, PLAIN);
  const resolved = resolveTable(args);
  const problems = new Problems()
    .required(args, "prefix", "environment", "name")
    .name("name", "table", resolved.tableName)
    .oneOf("stream", args.stream, STREAMS)
    .form("kmsKeyArn", "kmsKey", args.kmsKeyArn)
    .tags(args);
  const types = new Map<string, string>();
  for (const [path, { name, type = "S" }] of keyAttributes(resolved)) {
    const other = types.get(name);
    problems
      .add(`${path}.name`, !name && `is ${format(name)}: name the attribute`)
      .oneOf(`${path}.type`, type, ["S", "N", "B"])
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
