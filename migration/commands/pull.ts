import { type AwsFlags, fetchObject } from "../state/fetch";
import { parseState } from "../state/state";
import { Exit, printLines, writeNamed } from "../../statemachine/cli";

/** `migrate -- pull`: fetches a state from S3 into a file, never to a terminal: it may hold secrets. */
export async function pull(
  flags: AwsFlags & { bucket: string; key: string; out: string },
): Promise<Exit> {
  const url = `s3://${flags.bucket}/${flags.key}`;
  const body = await fetchObject(url, flags);
  const { resources, terraformVersion } = parseState(body, url);
  writeNamed(flags.out, body, 0o600);
  const count = `${resources.length} managed resources, Terraform ${terraformVersion}`;
  printLines(process.stderr, `written: ${flags.out} (${count})`);
  return Exit.ok;
}
