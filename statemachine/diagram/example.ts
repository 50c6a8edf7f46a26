import { readFileSync } from "node:fs";
import path from "node:path";
import { diagram } from "./index";

/** The picture of the example workflow, which the repository keeps beside it for the README. */
export async function renderExample(): Promise<string> {
  const file = path.join(__dirname, "..", "definition.asl.json");
  return diagram(JSON.parse(readFileSync(file, "utf8")) as unknown, { format: "svg" });
}
