/**
 * Writes services.json: what every AWS service can be asked, from the API model that AWS ships in botocore.
 * Run with `node engine/command.mjs statemachine/aws-api/generate.ts` after raising VERSION; it needs Python with pip,
 * and downloads into a temporary folder. exceptions.json has the names of second clients for the same API, and the services
 * that botocore has dropped since 1.34.0 (end of 2023), as AWS has closed them or is about to.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { writeFileAtomic } from "../cli/files";
import exceptions from "./exceptions.json";
import { encodeService, type ApiModel } from "./encode";
import type { Header } from "./model";
import { serviceName } from "./names";

/** The version of botocore. */
export const VERSION = "1.44.8";
const TARGET = path.join(__dirname, "services.json");

/** The model of every service, by its name in `aws-sdk:<service>:`, downloaded anew. */
export function apiModels(): ReadonlyMap<string, ApiModel> {
  const folder = mkdtempSync(path.join(tmpdir(), "botocore-"));
  try {
    const wanted = `botocore==${VERSION}`;
    run("-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, wanted);
    const [wheel = ""] = readdirSync(folder);
    run("-m", "zipfile", "-e", path.join(folder, wheel), folder);
    return modelsIn(path.join(folder, "botocore", "data"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(...args: string[]): void {
  execFileSync("python3", args, { stdio: ["ignore", "ignore", "inherit"] });
}

function modelsIn(folder: string): ReadonlyMap<string, ApiModel> {
  const models = new Map<string, ApiModel>();
  for (const client of readdirSync(folder, { withFileTypes: true })) {
    if (!client.isDirectory()) continue;
    const model = latestModel(path.join(folder, client.name));
    models.set(serviceName(model.metadata.serviceId), model);
  }
  return models;
}

/** A JSON list with one element a line: the header, then the services in the order of its list. */
function dataOf(models: ReadonlyMap<string, ApiModel>): string {
  const services = [...models.keys()].sort();
  const { aliases, retired } = exceptions;
  const header: Header = { botocore: VERSION, aliases, retired, services };
  const lines = services.map((name) => encodeService(name, models.get(name) as ApiModel));
  return `[\n${[header, ...lines].map((line) => JSON.stringify(line)).join(",\n")}\n]\n`;
}

/** A client has one folder for each version of its API, named by date. */
function latestModel(client: string): ApiModel {
  const latest = readdirSync(client).sort().at(-1) ?? "";
  const file = path.join(client, latest, "service-2.json.gz");
  return JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as ApiModel;
}

if (process.argv[1] === __filename) writeFileAtomic(TARGET, dataOf(apiModels()));
