import type { IntegrationCall } from "../../../integrations/call";
import { type RequiredPermission, requires } from "../../../integrations/required-permission";
import { tableArn } from "../../../integrations/resources/data";

/**
 * How a statement begins, with the table that it is about, in the order of `SQL`. Source: the DynamoDB guide, "PartiQL".
 */
const STATEMENT =
  /^\s*(?:(SELECT)\s.*?\sFROM|(INSERT)\s+INTO|(UPDATE)|(DELETE)\s+FROM|(EXISTS)\s*\(\s*SELECT\s.*?\sFROM)\s+("[^"]+"|[\w.-]+)(?:\."([^"]+)")?(?=[\s(;]|$)/is;

const ACTIONS = [
  "dynamodb:PartiQLSelect",
  "dynamodb:PartiQLInsert",
  "dynamodb:PartiQLUpdate",
  "dynamodb:PartiQLDelete",
  // A condition of a transaction reads.
  "dynamodb:PartiQLSelect",
];

/** What a call needs that runs the statement at `path`; its beginning says which table it works on. */
export function statementPermission(
  call: IntegrationCall,
  ...path: readonly (string | number)[]
): RequiredPermission {
  const value = call.value(...path);
  const match = "text" in value ? STATEMENT.exec(value.text) : null;
  const place = match?.slice(1, 6).findIndex((word) => word !== undefined) ?? -1;
  const action = ACTIONS[place];
  const [table, index] = match?.slice(6) ?? [];
  if (action === undefined || table === undefined)
    return requires([...new Set(ACTIONS)], {
      unknown: `${path.join(".")} does not say on which table it works`,
    });
  const arn = tableArn(table.replaceAll('"', ""), call);
  return requires(action, [index === undefined ? arn : `${arn}/index/${index}`]);
}

/** The same for each statement of the list in `field`. */
export function statementPermissions(call: IntegrationCall, field: string): RequiredPermission[] {
  const items = call.items(field) ?? [[field, 0]];
  return items.map((item) => statementPermission(call, ...item, "Statement"));
}
