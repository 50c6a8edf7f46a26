import { operation, type Shape, type Structure } from "../statemachine/aws-api";
import { INTEGRATIONS } from "../statemachine/integrations";
import { requiredParameters, sdkService } from "../statemachine/lint/facts/parameters";
import { own } from "../statemachine/json";

const HEAD = `// Generated from the table of integrations and AWS's API model: npm run docs.
import type { Json, JsonObject } from "../definition/types";

/** A JSONata expression, which may stand for any value. */
export type Expression = \`{%\${string}%}\`;

/** A value of a type, an expression for it, or what supplies it later. */
type V<Type, L> = Type | Expression | L;

/** How a call can be made beside asking and going on, and what it is given. */
interface Call<Patterns extends string, Arguments> {
  readonly patterns: Patterns;
  readonly arguments: Arguments;
}

/** The calls of the optimised integrations. What lies deeper in their arguments, the linter checks. */
export interface Calls<L> {
`;

/** The types of all calls, one line each. */
export function renderCalls(): string {
  const lines = Object.entries(INTEGRATIONS).map(([name, { patterns }]) => {
    const endings = patterns.filter((pattern) => pattern !== "requestResponse");
    const union = endings.map((ending) => JSON.stringify(ending)).join(" | ") || "never";
    return `  ${JSON.stringify(name)}: Call<${union}, ${argumentsOf(name)}>;\n`;
  });
  return `${HEAD}${lines.join("")}}\n`;
}

function argumentsOf(name: string): string {
  const required = requiredParameters(name);
  if (required !== undefined) {
    const members = required.split(" ").filter((member) => !member.includes("|"));
    return `${object(members.map((member) => `${member}: Json<L>`))} & JsonObject<L>`;
  }
  const [service = "", action = ""] = name.split(":");
  const { input } = operation(sdkService(service), action) ?? {};
  return input === undefined ? "JsonObject<L>" : structure(input, own(FREE_TEXTS, name));
}

/** Texts that Step Functions also takes as any JSON, which it writes as text (guide, pages of the integrations). */
const FREE_TEXTS: Readonly<Record<string, string>> = {
  "sns:publish": "Message",
  "sqs:sendMessage": "MessageBody",
  "states:startExecution": "Input",
};

function structure({ members }: Structure, free: string | undefined): string {
  return object(
    [...members.values()].map(({ name, required, shape }) => {
      const type = name === free ? "Json<L>" : typeOf(shape);
      return `${name}${required ? "" : "?"}: ${type}`;
    }),
  );
}

function object(members: readonly string[]): string {
  return members.length === 0 ? "{}" : `{ ${members.join("; ")} }`;
}

function typeOf(shape: Shape): string {
  switch (shape.type) {
    case "structure":
      return "V<JsonObject<L>, L>";
    case "list":
      return `V<readonly ${elementOf(shape.element)}[], L>`;
    case "map":
      return `V<{ readonly [key: string]: ${elementOf(shape.value)} }, L>`;
    case "any":
    case "blob":
      return "Json<L>";
    case "boolean":
      return "V<boolean, L>";
    case "string":
      return `V<${shape.values?.map((value) => JSON.stringify(value)).join(" | ") ?? "string"}, L>`;
    case "timestamp":
      return "V<string, L>";
    default:
      return "V<number, L>";
  }
}

/** A list's or map's element: DynamoDB's values may be bare. */
function elementOf(shape: Shape): string {
  return shape.type === "structure" ? "Json<L>" : typeOf(shape);
}
