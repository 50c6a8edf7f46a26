import { Exit, UsageError } from "../exit";
import { writeOutput } from "../files";
import { readStates } from "../input";
import { jsonText } from "../terminal";

/** Writes the definition, JSON or YAML, as formatted JSON to a file, or to standard output. */
export function exportDefinition(file: string, out: string | undefined): Exit {
  const text = written(file, readStates(file));
  if (out === undefined) process.stdout.write(text);
  else writeOutput(out, text);
  return Exit.ok;
}

/** @throws UsageError for a definition that holds itself, as an alias of YAML inside its own anchor makes it */
function written(file: string, definition: unknown): string {
  try {
    return jsonText(definition);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${file}: an alias is inside what it stands for: JSON cannot say that`);
  }
}
