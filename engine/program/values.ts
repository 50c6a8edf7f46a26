import { display } from "../../statemachine/json";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { isUnknown } from "@pulumi/pulumi";
import {
  specialArchiveSig,
  specialAssetSig,
  specialResourceSig,
  specialSecretSig,
  specialSigKey,
  unknownValue as UNKNOWN,
} from "@pulumi/pulumi/runtime/rpc";
import { SECRET_TEXT } from "./config";

type Marked = Record<string, unknown>;

/** Marks a value the way the engine marks a secret. */
export function secret(value: unknown): Record<string, unknown> {
  return isSecret(value) ? value : { [specialSigKey]: specialSecretSig, value };
}

/** Removes every secret's wrapper, at any depth, puts the engine's mark for what is unknown, and leaves assets as they are. */
export function reveal<T>(value: T): T {
  return mapDeep(value, (marked) =>
    marked[specialSigKey] === specialSecretSig ? reveal(marked["value"]) : marked,
  ) as T;
}

/**
 * Turns the engine's wire form of a value into plain data that is the same on every machine:
 * a secret becomes `[secret]`, an asset or archive the hash of its content, a resource its id.
 *
 * @param folder where relative paths of assets start
 */
export function render(value: unknown, folder: string): unknown {
  return mapDeep(value, (marked) => {
    switch (marked[specialSigKey]) {
      case specialSecretSig:
        return SECRET_TEXT;
      case specialResourceSig:
        return idOf(marked);
      case specialAssetSig:
        return { asset: hashOf(assetContent(marked, folder)) };
      case specialArchiveSig:
        return { archive: archiveHashes(marked, folder) };
      default:
        return marked;
    }
  });
}

/** Puts each resource's id in the place of the engine's reference to it, at any depth. */
export function withIds(value: unknown): unknown {
  return mapDeep(value, (marked) => {
    if (marked[specialSigKey] === specialResourceSig) return idOf(marked);
    if (marked[specialSigKey] !== specialSecretSig) return marked;
    return { ...marked, value: withIds(marked["value"]) };
  });
}

/**
 * The path of the first asset or archive in which nothing is, such as that of an empty text. The engine takes one and gives
 * it back without its content, which ends Pulumi's SDK for Node.js.
 */
export function emptyAsset(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { [specialSigKey]: kind, ...parts } = value as Marked;
  const isAsset = kind === specialAssetSig || kind === specialArchiveSig;
  if (isAsset && !ASSET_CONTENT.some((name) => parts[name])) return path.join(".");
  for (const [name, part] of Object.entries(parts)) {
    const found = emptyAsset(part, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

const ASSET_CONTENT = ["text", "path", "uri", "assets"];

/** A component has no id: its URN stands for it. */
function idOf(reference: Marked): unknown {
  return reference["id"] || reference["urn"];
}

function isSecret(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as Marked)[specialSigKey] === specialSecretSig
  );
}

/** Maps marked objects by `replace` and all others key by key, keys sorted, undefined left out. */
function mapDeep(value: unknown, replace: (marked: Marked) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapDeep(item, replace));
  if (isUnknown(value)) return UNKNOWN;
  if (!isPlainObject(value)) return value;
  if (specialSigKey in value) return replace(value);
  return Object.fromEntries(
    Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort()
      .map((key) => [key, mapDeep(value[key], replace)]),
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

function hashOf(content: Buffer | string): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

function assetContent(asset: Marked, folder: string): Buffer | string {
  if (typeof asset["text"] === "string") return asset["text"];
  if (typeof asset["path"] === "string") return readFileSync(path.resolve(folder, asset["path"]));
  return display(asset["uri"]);
}

/** Name in the archive -> hash of the content; one hash for an archive that is a single file. */
function archiveHashes(archive: Marked, folder: string): unknown {
  const assets = archive["assets"];
  if (isPlainObject(assets)) return nestedHashes(assets, folder);
  if (typeof archive["path"] !== "string") return hashOf(display(archive["uri"]));
  const file = path.resolve(folder, archive["path"]);
  // A deployment fails on it; a document can be made all the same, for example to plan an adoption.
  if (!existsSync(file)) return "missing";
  if (!statSync(file).isDirectory()) return hashOf(readFileSync(file));
  return Object.fromEntries(
    filesIn(file).map((name) => [name, hashOf(readFileSync(path.join(file, name)))]),
  );
}

function nestedHashes(assets: Marked, folder: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(assets)
      .sort()
      .map((name) => {
        const entry = assets[name] as Marked;
        const inner = entry[specialSigKey] === specialArchiveSig;
        return [name, inner ? archiveHashes(entry, folder) : hashOf(assetContent(entry, folder))];
      }),
  );
}

/** Every file under a folder, as sorted paths relative to it with forward slashes. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.split(path.sep).join("/"))
    .sort();
}
