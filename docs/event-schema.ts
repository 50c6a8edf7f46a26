import { z } from "zod";
import { EVENT } from "../local/executions/events";

/** The JSON schema of the local run's events, for editors. */
export function eventSchema(): string {
  const schema = z.toJSONSchema(EVENT, { io: "input", unrepresentable: "any" });
  const title = "An event of the local run: docs/local-run.md";
  return `${JSON.stringify({ ...schema, title }, null, 2)}\n`;
}
