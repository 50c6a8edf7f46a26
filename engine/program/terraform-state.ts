import { display, mapValues } from "../../statemachine/json";
import { readFileSync } from "node:fs";
import type { Answer } from "./provider";

/** The data source by which a program reads the outputs of a Terraform state on disk. */
const LOCAL = "terraform:state:getLocalReference";
/** Those that would need a network, and credentials. */
const REMOTE = ["terraform:state:getS3Reference", "terraform:state:getRemoteReference"];

/**
 * Answers as the Terraform provider does, for a state on disk.
 *
 * @returns undefined for another data source
 * @throws Error for a state elsewhere, which an offline run does not fetch, and for a file that is no state
 */
export function terraformAnswer(token: string, inputs: Answer): Answer | undefined {
  if (REMOTE.includes(token)) {
    throw new Error(
      "an offline run fetches no Terraform state: pull a copy, and set stepfunctions:migration.kind to local",
    );
  }
  return token === LOCAL ? { outputs: outputsOf(display(inputs["path"])) } : undefined;
}

function outputsOf(file: string): Answer {
  let state: { outputs?: Record<string, { value: unknown }> };
  try {
    state = JSON.parse(readFileSync(file, "utf8")) as typeof state;
  } catch {
    // The parser's own message quotes the file, and a state may hold secrets.
    throw new Error(`${file}: cannot be read as a Terraform state`);
  }
  return mapValues(state.outputs ?? {}, ({ value }) => value);
}
