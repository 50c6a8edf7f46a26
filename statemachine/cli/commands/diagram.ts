import path from "node:path";
import {
  diagram,
  DiagramError,
  FORMATS,
  HistoryError,
  type Format,
  type DiagramOptions,
} from "../../diagram";
import { Exit, UsageError } from "../exit";
import { writeOutput } from "../files";
import { readDefinition, readValue } from "../input";

/** What `asl diagram` is asked for. */
export interface DiagramRequest {
  readonly out: string;
  readonly machine?: string;
  readonly history?: string;
  readonly theme: NonNullable<DiagramOptions["theme"]>;
}

/** Draws the definition into a file, in the format of its extension. */
export async function drawDiagram(file: string, request: DiagramRequest): Promise<Exit> {
  const { out, theme } = request;
  const format = path.extname(out).slice(1).toLowerCase() as Format;
  if (!FORMATS.includes(format)) {
    throw new UsageError(`--out takes a file that ends in .svg, .png or .mmd, not "${out}"`);
  }
  const definition = readDefinition(file, request.machine);
  const history =
    request.history === undefined
      ? undefined
      : readValue(request.history, "a history is JSON or YAML");
  try {
    writeOutput(out, await diagram(definition, { format, theme, history }));
  } catch (error) {
    if (error instanceof DiagramError) throw new UsageError(`${file}: ${error.message}`);
    if (error instanceof HistoryError) throw new UsageError(`${request.history}: ${error.message}`);
    throw error;
  }
  return Exit.ok;
}
