import { readdirSync, statSync, watch, type FSWatcher } from "node:fs";
import path from "node:path";
import { PROJECT_DIR } from "../../engine/program";

/** An editor saves several files, or one in several steps: this long after the last it is taken to be done. */
const SETTLE_MILLISECONDS = 60;

/** Folders that no program is made of; those of this project's own tools are not loaded again. */
const IGNORED = /(^|[/\\])(node_modules|out|dist|coverage|\..*)([/\\]|$)|\.tmp$|~$/;
const TOOLS = /^(engine|local[/\\](?!events)|policy|test|docs|bench)([/\\]|$)/;

/** Whether a file is of the tools that run programs, and no program is made of it. @param name from the program's folder */
export function isTool(program: string, name: string): boolean {
  return program === PROJECT_DIR && TOOLS.test(name);
}

/** Files that no function's bundle is made of: whatever else a program does not load itself may be in one. */
const UNBUNDLED =
  /(^|[/\\])(events[/\\].*|mocks\.json|Pulumi(\.[^/\\]*)?\.ya?ml|[^/\\]*\.asl\.(json|ya?ml))$/;

/** Whether a file may be in the bundle of a function: its source, data, or settings. @param name from the program's folder */
export function mayBeBundled(name: string): boolean {
  return !UNBUNDLED.test(name);
}

/** What to do where a change does not reach all that is loaded; nothing for other files. @param names from the program's folder */
export function restartNotice(names: readonly string[]): string[] {
  const settings = names.filter((name) => /^(package|tsconfig)\.json$/.test(name)).sort();
  if (settings.length === 0) return [];
  return [
    `note: ${settings.join(" and ")} changed: functions are bundled anew, but packages and modules that are loaded ` +
      "stay as they are: to load them anew, end this (Ctrl-C) and start it again",
  ];
}

/** The files of a program's folder that change. */
export class Changes {
  private readonly root: FSWatcher;
  private readonly watched = new Map<string, { watcher: FSWatcher; made: string }>();
  private files = new Set<string>();
  private wake: () => void = () => undefined;

  public constructor(private readonly folder: string) {
    // Not the whole folder at once: its packages would be watched too.
    this.root = watch(folder, (_, name) => {
      if (name !== null) this.watchFolder(name);
      this.note(name);
    }).on("error", () => undefined);
    for (const name of readdirSync(folder)) this.watchFolder(name);
  }

  /** The files that changed since it was asked before, once there are some. */
  public async next(): Promise<ReadonlySet<string>> {
    while (this.files.size === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    for (let seen = -1; seen < this.files.size;) {
      seen = this.files.size;
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MILLISECONDS));
    }
    const { files } = this;
    this.files = new Set();
    return files;
  }

  /** Ends the watch, which keeps the process alive. */
  public close(): void {
    for (const { watcher } of [{ watcher: this.root }, ...this.watched.values()]) watcher.close();
  }

  /** Watches a folder of the program, also one that is made later, or made anew, as a change of branch does. */
  private watchFolder(name: string): void {
    if (this.isIgnored(name)) return;
    const folder = path.join(this.folder, name);
    const found = statSync(folder, { throwIfNoEntry: false });
    // A folder that is made at once in place of another may get its inode.
    const made = found?.isDirectory() ? `${found.ino} ${found.birthtimeMs}` : undefined;
    const watched = this.watched.get(name);
    if (watched?.made === made) return;
    watched?.watcher.close();
    this.watched.delete(name);
    if (made === undefined) return;
    try {
      const watcher = watch(folder, { recursive: true }, (_, file) =>
        this.note(file && path.join(name, file)),
      );
      this.watched.set(name, { watcher: watcher.on("error", () => undefined), made });
    } catch {
      // It is gone again: the folder around says so, too.
    }
  }

  private note(name: string | null): void {
    if (name === null || this.isIgnored(name)) return;
    this.files.add(path.join(this.folder, name));
    this.wake();
  }

  private isIgnored(name: string): boolean {
    return IGNORED.test(name) || isTool(this.folder, name);
  }
}
