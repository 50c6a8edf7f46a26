import { createHash } from "node:crypto";
import { readFileSync, readdirSync, realpathSync, statSync, type Stats } from "node:fs";
import path from "node:path";

/** One file of an archive. */
export interface ArchiveFile {
  /** Its name in the archive: relative, with slashes, composed Unicode (NFC). */
  readonly name: string;
  /** Where its content is. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** What of a folder goes into an archive, and what does not. */
export interface ArchiveContent {
  readonly files: readonly ArchiveFile[];
  /** Names of files and folders that hold, or may hold, credentials. */
  readonly leftOut: readonly string[];
}

/**
 * What Lambda unpacks, layers included
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html): 250 MB.
 */
const MAX_UNZIPPED_BYTES = 250 * 1024 * 1024;

/** What tools leave in a folder: no part of the code, and different on each machine. */
const LEFTOVERS = new Set([".git", ".DS_Store", "Thumbs.db", "__pycache__"]);

/**
 * Where tools keep settings of a machine, credentials and states, by their documentation: whoever may read a function's
 * code would read them. A function gets its secrets from Parameter Store or Secrets Manager.
 */
const CREDENTIAL_FOLDERS = /^\.(env|aws|ssh|gnupg|azure|kube|docker|terraform)$/;
const CREDENTIAL_FILES: readonly RegExp[] = [
  /^\.env($|\.)/,
  /^\.(npmrc|yarnrc(\.yml)?|pypirc|netrc|pgpass|git-credentials|boto|htpasswd|s3cfg|vault-token)$/,
  /^_netrc$/,
  /^credentials(\.(json|csv|ya?ml|ini))?$/,
  /^(client_secret|service[-_]?account)[^/]*\.json$/,
  /^application_default_credentials\.json$/,
  /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$/,
  /\.(p12|pfx|jks|keystore|ppk|kdbx|agekey)$/,
  /\.(tfstate|tfvars)(\.json|\.backup)?$/,
  /^terraform\.tfstate\b/,
];

/** A file whose name may be that of a certificate or of data is a credential when a private key is in it. */
const MAYBE_KEY = /\.(pem|key|crt|cer|der|asc|gpg)$|^[^.]+$/;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/;
const KEY_BYTES = 64 * 1024;

/**
 * The files of a folder, for an archive that is the same on every machine: sorted by name, names in one Unicode form
 * (a Mac may store `é` as two characters), leftovers of git, Finder, Explorer and Python left out, and what holds
 * credentials (`.env`, private keys, states of Terraform). A symbolic link stands for what it points to.
 *
 * @throws Error for a missing or empty folder, a link that is broken, leads outside of the folder or in a circle, a
 *   socket or device, two names that differ only in their Unicode form, and more than Lambda's 250 MB
 */
export function archiveFiles(
  folder: string,
  maxBytes: number = MAX_UNZIPPED_BYTES,
): ArchiveContent {
  if (!status(folder)?.isDirectory()) throw new Error(`${folder} is not a folder`);
  const root = realpathSync(folder);
  const leftOut: string[] = [];
  const files = [...walk(folder, "", { root, above: [root], leftOut })].sort(byName);
  if (files.length === 0) throw new Error(`${folder} holds no files that are code`);
  refuseTwins(files);
  refuseLarge(folder, files, maxBytes);
  return { files, leftOut: leftOut.sort() };
}

/**
 * The files of two folders in one archive; of one name, the first stays.
 * @throws Error for more than Lambda's 250 MB
 */
export function mergedFiles(
  first: readonly ArchiveFile[],
  second: readonly ArchiveFile[],
): ArchiveFile[] {
  const byPlace = new Map([...second, ...first].map((file) => [file.name, file]));
  const files = [...byPlace.values()].sort(byName);
  refuseLarge("the folder with its packages", files, MAX_UNZIPPED_BYTES);
  return files;
}

/** One file under a name of its own. */
export function archiveFile(name: string, file: string): ArchiveFile {
  return { name, path: file, size: statSync(file).size };
}

function refuseLarge(what: string, files: readonly ArchiveFile[], maxBytes: number): void {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > maxBytes) {
    throw new Error(`${what} holds ${bytes} bytes: Lambda unpacks ${maxBytes} at most`);
  }
}

/** A hash of names and contents, which changes exactly when the archive does. In base64. */
export function archiveHash(files: readonly ArchiveFile[]): string {
  const hash = createHash("sha256");
  for (const { name, path: file } of files) {
    const content = createHash("sha256").update(readFileSync(file)).digest("hex");
    hash.update(`${JSON.stringify(name)}:${content}\n`);
  }
  return hash.digest("base64");
}

/** Where the walk is: the folder it began in, the real folders it is inside of, and what it has passed over. */
interface Position {
  readonly root: string;
  readonly above: readonly string[];
  readonly leftOut: string[];
}

function* walk(folder: string, prefix: string, position: Position): Generator<ArchiveFile> {
  for (const entry of readdirSync(folder)) {
    if (LEFTOVERS.has(entry)) continue;
    const file = path.join(folder, entry);
    const name = `${prefix}${entry.normalize("NFC")}`;
    const stats = status(file);
    if (stats === undefined) throw new Error(`${file} is a link to nothing`);
    if (!stats.isFile() && !stats.isDirectory()) {
      throw new Error(`${file} is neither file nor folder`);
    }
    const real = realpathSync(file);
    if (!inside(real, position.root)) {
      throw new Error(`${file} is a link out of the folder, to ${real}: copy the file instead`);
    }
    if (isCredential(entry, real, stats)) position.leftOut.push(name);
    else if (stats.isFile()) yield { name, path: file, size: stats.size };
    else if (position.above.includes(real)) throw new Error(`${file} is a link in a circle`);
    else {
      const deeper = { ...position, above: [...position.above, real] };
      yield* walk(file, `${name}/`, deeper);
    }
  }
}

/** By its name, or by that of what it links to, or because a private key is in it. */
function isCredential(entry: string, real: string, stats: Stats): boolean {
  const names = [entry, path.basename(real)].map((name) => name.toLowerCase());
  if (stats.isDirectory()) return names.some((name) => CREDENTIAL_FOLDERS.test(name));
  if (names.some((name) => CREDENTIAL_FILES.some((pattern) => pattern.test(name)))) return true;
  if (!names.some((name) => MAYBE_KEY.test(name))) return false;
  return PRIVATE_KEY.test(readFileSync(real).subarray(0, KEY_BYTES).toString("latin1"));
}

/** What is there, links followed; undefined for nothing. */
function status(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false });
}

function inside(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

/** By code unit: the same everywhere, which the order of a locale is not. */
function byName(a: ArchiveFile, b: ArchiveFile): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

function refuseTwins(files: readonly ArchiveFile[]): void {
  const twin = files.find(({ name }, index) => name === files[index + 1]?.name);
  if (twin) throw new Error(`two files are named ${twin.name}, in different Unicode forms`);
}
