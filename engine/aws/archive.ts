import { display } from "../../statemachine/json";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { zipSync, type Zippable } from "fflate";
import { filesIn } from "../program/values";

/** Every entry's time in the archive: the oldest that a zip can hold, so that equal files give equal archives. */
const MTIME = new Date(1980, 0, 1);

/**
 * The zip file of an archive as it arrives at the monitor: files, folders and texts, alone or by name.
 * @throws Error for an archive at a URL: nothing is fetched from a network here
 */
export async function zipOf(archive: unknown, folder: string): Promise<Uint8Array> {
  if (archive instanceof pulumi.asset.FileArchive) {
    const file = path.resolve(folder, await archive.path);
    if (!statSync(file).isDirectory()) return readFileSync(file);
  }
  return zipSync(await entriesOf(archive, folder), { mtime: MTIME, level: 1 });
}

/** The bytes of an asset. @throws Error for an asset at a URL */
export async function bytesOf(asset: unknown, folder: string): Promise<Uint8Array> {
  if (asset instanceof pulumi.asset.StringAsset) return Buffer.from(await asset.text);
  if (asset instanceof pulumi.asset.FileAsset) {
    return readFileSync(path.resolve(folder, await asset.path));
  }
  throw new Error(`only files and texts can be used in a local run, not ${describe(asset)}`);
}

async function entriesOf(archive: unknown, folder: string): Promise<Zippable> {
  if (archive instanceof pulumi.asset.AssetArchive) {
    const entries = Object.entries(await archive.assets).map(async ([name, entry]) => {
      if (!pulumi.asset.Archive.isInstance(entry)) return [[name, await bytesOf(entry, folder)]];
      const inner = Object.entries(await entriesOf(entry, folder));
      return inner.map(([file, bytes]) => [`${name}/${file}`, bytes]);
    });
    return Object.fromEntries((await Promise.all(entries)).flat()) as Zippable;
  }
  if (archive instanceof pulumi.asset.FileArchive) {
    const root = path.resolve(folder, await archive.path);
    return Object.fromEntries(
      filesIn(root).map((name) => [name, readFileSync(path.join(root, name))]),
    );
  }
  throw new Error(`only files and folders can be used in a local run, not ${describe(archive)}`);
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null ? value.constructor.name : display(value);
}
