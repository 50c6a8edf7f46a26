import { readFile, stat } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { StateResource } from "./state-resource";
import { type AwsFlags, fetchObject } from "./fetch";
import type { Attributes } from "./attributes";
import { StateError, StateReader } from "./state-reader";
import { decoded } from "../../statemachine/cli";
import { isRecord } from "../../statemachine/json";
import { showResources } from "./show-json";
import { fileResources } from "./state-file";

/** What a Terraform state says, whatever form it came in. */
export interface State {
  readonly source: string;
  readonly terraformVersion: string;
  /** Every managed resource instance, in the order of the state. */
  readonly resources: readonly StateResource[];
  /** The zip archives that Terraform made: data sources, from which only the folder's path is read. */
  readonly archives: readonly StateResource[];
}

/** Larger files are refused rather than read into memory: 512 MiB is the longest text that Node holds. */
const MAX_BYTES = 512 * 1024 * 1024 - 1;

/**
 * Reads a state from a file, from standard input (`-`) or from S3 (`s3://bucket/key`).
 *
 * @throws StateError that tells what is wrong with the file and what to do about it.
 */
export async function readState(source: string, options: AwsFlags = {}): Promise<State> {
  if (source === "-") return parseState(await text(process.stdin), "standard input");
  if (source.startsWith("s3://")) return parseState(await fetchObject(source, options), source);
  return parseState(await readText(source), source);
}

/**
 * Understands the text of a state file (version 4: Terraform 0.12 to 1.x, OpenTofu) or of `terraform show -json`.
 * One pass over the resources: time grows with the length of the text.
 *
 * @throws StateError without any part of the text in it, because that may be a secret.
 */
export function parseState(body: string, source: string): State {
  const document = parseJson(body, source);
  const reader = new StateReader(source);
  const all = unique(resourcesOf(document, reader), reader);
  const version = document["terraform_version"];
  return {
    source,
    terraformVersion: typeof version === "string" ? version : "unknown",
    resources: all.filter(({ mode }) => mode === "managed"),
    archives: all.filter(({ mode, type }) => mode === "data" && type === "archive_file"),
  };
}

function resourcesOf(document: Attributes, reader: StateReader): StateResource[] {
  const version = document["version"];
  if ("encrypted_data" in document) {
    throw reader.fail(
      "the state is encrypted by OpenTofu. Decrypt it with the project's own settings: " +
        "`tofu show -json > state.json`, then give that file",
    );
  }
  if ("format_version" in document) return showResources(document, reader);
  if (typeof version !== "number") {
    throw reader.fail(
      "not a Terraform state: it has neither a state `version` nor the `format_version` of `terraform show -json`",
    );
  }
  if (version !== 4) throw reader.fail(otherVersion(version));
  return fileResources(document, reader);
}

function otherVersion(version: number): string {
  return version < 4
    ? `state version ${version} (Terraform 0.11 or older) cannot be read. Upgrade the project to Terraform 0.14 or ` +
        "newer, apply once, and pull the state again"
    : `state version ${version} is newer than the version 4 that this command knows. ` +
        "Give the output of `terraform show -json` instead";
}

/** Two resources at one address would make the plan ambiguous, and no Terraform writes them. */
function unique(resources: StateResource[], reader: StateReader): StateResource[] {
  const seen = new Set<string>();
  for (const { address, mode, deposed } of resources) {
    const id = `${mode} ${address} ${deposed ?? ""}`;
    if (seen.has(id)) throw reader.fail(`${address} occurs twice, so the state is damaged`);
    seen.add(id);
  }
  return resources;
}

/** JSON.parse's own message quotes the text around the fault, which may be a secret: it is not passed on. */
function parseJson(body: string, source: string): Attributes {
  const json = body.charCodeAt(0) === 0xfeff ? body.slice(1) : body;
  const again = "Fetch the state again: `terraform state pull > state.json`";
  if (json.trim() === "") throw new StateError(source, `is empty. ${again}`);
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    const cut = /^\s*\{/.test(json) && !/\}\s*$/.test(json);
    const fault = cut
      ? "is cut off: the JSON ends in the middle"
      : "is not JSON: it is damaged, or no state";
    throw new StateError(source, `${fault}. ${again}`);
  }
  if (!isRecord(document))
    throw new StateError(source, "not a Terraform state: it is not a JSON object");
  return document;
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "is a folder: give the state file in it",
  EACCES: "may not be read by this user",
};

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      throw new StateError(file, `has ${size} bytes: at most ${MAX_BYTES} can be read`);
    }
    return decoded(await readFile(file));
  } catch (error) {
    if (error instanceof StateError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new StateError(file, FILE_ERRORS[code] ?? `cannot be read (${code})`);
  }
}
