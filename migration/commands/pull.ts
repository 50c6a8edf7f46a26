import { chmodSync, renameSync, writeFileSync } from "node:fs";
import { Exit } from "../../engine/cli";
import { fetchObject } from "../state/pull";
import { parseState } from "../state/state";
import type { RegionFlags } from "./flags";

/** `migrate -- pull`: fetches a state from S3 into a file, never to a terminal: it may hold secrets. */
export async function pull(
  flags: RegionFlags & { bucket: string; key: string; out: string },
): Promise<Exit> {
  const url = `s3://${flags.bucket}/${flags.key}`;
  const body = await fetchObject(url, flags);
  const { resources, terraformVersion } = parseState(body, url);
  writePrivate(flags.out, body);
  const count = `${resources.length} managed resources, Terraform ${terraformVersion}`;
  process.stderr.write(`written: ${flags.out} (${count})\n`);
  return Exit.ok;
}

/** Writes a file that only its owner may read, whole or not at all. */
export function writePrivate(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode: 0o600 });
  // The mode given above is only a wish where a file of that name was there before.
  chmodSync(temporary, 0o600);
  renameSync(temporary, file);
}
