import path from "node:path";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import * as pulumi from "@pulumi/pulumi";
import * as terraform from "@pulumi/terraform";
import type { ExternalResources } from "../../stack/external";
import type { Settings } from "../../stack/settings";
import { StopError } from "../stop-error";

/** The `migration` setting: where Terraform's outputs are, and which of them the stack uses. */
type Migration = Settings["migration"];

/** Names of the Terraform outputs that hold what the stack uses. */
type ExternalOutputs = Exclude<Migration, { kind: "none" }>["take"];

/** What the stack may use instead of creating it. */
export type ExternalKind = keyof ExternalOutputs;

type Outputs = Readonly<Record<string, unknown>>;

/**
 * Takes from Terraform's outputs the parts of the stack that are still there. Which parts is decided by the settings
 * alone, so that a preview and an update always declare the same resources.
 *
 * An output that is missing, or is not a string, ends the program with an error that names it and what there is instead.
 */
export function readOutputs(migration: Migration): ExternalResources {
  if (migration.kind === "none" || Object.keys(migration.take).length === 0) return {};
  const { take } = migration;
  const outputs = terraformOutputs(migration);
  const external = (part: ExternalKind): pulumi.Output<string> | undefined => {
    const name = take[part];
    return name === undefined ? undefined : outputs.apply((all) => outputText(all, name, part));
  };
  const bucket = external("payloads");
  const work = external("function");
  return {
    key: external("key"),
    function: work && { arn: work },
    role: external("role"),
    payloads: bucket && {
      bucketName: bucket.apply((text) => text.replace(/^arn:[^:]*:s3:::/, "")),
      arn: pulumi
        .all([bucket, getPartitionOutput().partition])
        .apply(([text, partition]) =>
          text.startsWith("arn:") ? text : `arn:${partition}:s3:::${text}`,
        ),
    },
  };
}

/**
 * The text of one Terraform output.
 * @throws StopError naming the output, the setting that asks for it, and the outputs that there are.
 */
export function outputText(outputs: Outputs, name: string, part: ExternalKind): string {
  const value = outputs[name];
  if (typeof value === "string" && value !== "") return value;
  const problem = name in outputs ? "is not a string" : "is not in the Terraform state";
  const known = Object.keys(outputs).sort().join(", ") || "none";
  throw new StopError(
    `the Terraform output "${name}" (stepfunctions:migration.take.${part}) ${problem}; its outputs: ${known}. ` +
      "Add it with `npm run -s migrate -- outputs --state FILE`, and apply",
  );
}

function terraformOutputs(migration: Exclude<Migration, { kind: "none" }>): pulumi.Output<Outputs> {
  switch (migration.kind) {
    case "local":
      // The provider runs elsewhere than the program: only an absolute path means the same to both.
      return terraform.state.getLocalReferenceOutput({ path: path.resolve(migration.path) })
        .outputs;
    case "s3": {
      const { bucket, key, region } = migration;
      return terraform.state.getS3ReferenceOutput({ bucket, key, region }).outputs;
    }
    case "remote": {
      const { organization, hostname, workspace } = migration;
      const workspaces = { name: workspace };
      return terraform.state.getRemoteReferenceOutput({ organization, hostname, workspaces })
        .outputs;
    }
  }
}
