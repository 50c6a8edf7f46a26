import { createHash } from "node:crypto";
import path from "node:path";
import { createClients } from "../../engine/aws";
import { type AwsFlags, awsRegion } from "../state/fetch";
import { Exit, makeFolder, printLines, UsageError, writeNamed } from "../../statemachine/cli";

/** `migrate -- code`: fetches the very zip that a function runs, so that it can be sent again unchanged. */
export async function code(flags: AwsFlags & { function: string; out: string }): Promise<Exit> {
  const { lambda } = createClients(flags.endpoint, awsRegion(flags.region));
  const found = await lambda.getFunction({ FunctionName: flags.function });
  const location = found.Code?.Location;
  if (location === undefined)
    throw new UsageError(`${flags.function} has no zip: it runs an image`);
  const zip = Buffer.from(await (await fetch(location)).arrayBuffer());
  const hash = createHash("sha256").update(zip).digest("base64");
  if (found.Configuration?.CodeSha256 !== hash) {
    throw new Error(`the zip of ${flags.function} came damaged (its hash differs): try again`);
  }
  makeFolder(path.dirname(flags.out));
  writeNamed(flags.out, zip, 0o600);
  printLines(process.stderr, `written: ${flags.out} (${zip.length} bytes, sha256 ${hash})`);
  return Exit.ok;
}
