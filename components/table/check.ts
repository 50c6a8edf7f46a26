import { checkArguments } from "../shared/arguments/argument-rules";
import { format } from "../shared/problems";
import { type TableArgs } from "./args";
import { keyAttributes, keysOf, resolveTable } from "./resolve";

/**
 * Checks the arguments of a Table.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkTableArgs(args: TableArgs): void {
  const problems = checkArguments("Table", args).tags(args);
  const resolved = resolveTable(args);
  problems.name("name", "table", resolved.tableName);
  for (const [index, { partitionKey, sortKey }] of keysOf(resolved)) {
    const sort = sortKey?.name;
    const same = sort === partitionKey.name;
    problems.add(`${index}sortKey`, sort && same && `is ${format(sort)}, as partitionKey is`);
  }
  for (const name of Object.keys(resolved.indexes)) {
    problems.name(`indexes.${name}`, "tableIndex", name);
  }
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
