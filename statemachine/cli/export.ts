import { Exit } from "./exit";
import { writeOutput } from "./files";
import { readDefinition } from "./input";

/** Writes the definition, JSON or YAML, as formatted JSON to a file, or to standard output. */
export function exportDefinition(file: string, out: string | undefined): Exit {
  const text = `${JSON.stringify(readDefinition(file), null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else writeOutput(out, text);
  return Exit.ok;
}
