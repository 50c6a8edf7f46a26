import { register } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** This project's SDK for every module, as engine/register.cjs has it for those that are required. */
const SHARE_SDK = `
const parentURL = ${JSON.stringify(pathToFileURL(__filename).href)};
export const resolve = (name, context, next) =>
  next(name, /^@pulumi\\/pulumi(\\/|$)/.test(name) ? { ...context, parentURL } : context);
`;

let runs = 0;

/**
 * Imports an ES module and all that it imports afresh, as Pulumi's host imports the program of a package of ES modules: it
 * may await outside of functions.
 */
export async function importAfresh(file: string): Promise<Readonly<Record<string, unknown>>> {
  const tsx = await import("tsx/esm/api");
  const run = tsx.register({ namespace: String(runs) });
  if (runs === 0) register(`data:text/javascript,${encodeURIComponent(SHARE_SDK)}`);
  runs += 1;
  try {
    return { ...(await run.import(file, pathToFileURL(__filename).href)) };
  } finally {
    await run.unregister();
  }
}

/** The file of a module, which Node.js names by file or address. */
export function fileOf(module: string): string {
  return module.startsWith("file:") ? fileURLToPath(module.replace(/\?.*/, "")) : module;
}
