import { isRecord } from "asl-toolkit/json";

/**
 * Reading a resource's properties without tripping over what a preview does not know yet. The engine wraps the
 * properties so that touching an unknown one throws, which would end the whole policy; here each read answers
 * for itself, so that the known parts are still checked.
 */

/** A property was needed whose value is not known yet. */
export class UnknownValueError extends Error {
  public override readonly name = "UnknownValueError";

  public constructor(public readonly property: string) {
    super(`${property} is not known yet`);
  }
}

/** What a read gives, or something else where that is not known yet. */
export function unlessUnknown<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownValueError) return otherwise;
    throw error;
  }
}

/** Stands for an unknown leaf inside a value that was read as a whole. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/**
 * Where the engine lists the properties of an object that the provider filled in: a rule reads what the program wrote, and
 * what it left unset is unset, whatever AWS's default is.
 */
export const DEFAULTS = "__defaults";

/** Properties that tell a resource from others: a name that the provider made up is its name. */
const NAMES = ["name", "bucket", "functionName", "url"];

/** An object or list of properties, with the path that leads to it. */
export class Reader {
  private filledIn: readonly unknown[] | undefined;

  public constructor(
    private readonly target: unknown,
    public readonly path = "",
  ) {}

  /** The value at a dotted path. A block that the provider writes as a list of one counts as the block itself. */
  public value(path: string): unknown {
    let current = this.target;
    let walked = this.path;
    for (const key of path.includes(".") ? path.split(".") : [path]) {
      if (Array.isArray(current) && !/^\d+$/.test(key)) current = touch(current, "0", walked);
      if (!isObject(current)) return undefined;
      walked = walked === "" ? key : `${walked}.${key}`;
      const defaults = current === this.target ? this.defaults() : defaultsOf(current);
      if (isAmong(defaults, key, walked)) return undefined;
      current = touch(current, key, walked);
    }
    return current ?? undefined;
  }

  /** What the provider filled in here: asked for at each read, and each look through the engine's wrapper costs. */
  private defaults(): readonly unknown[] {
    this.filledIn ??= isObject(this.target) ? defaultsOf(this.target) : [];
    return this.filledIn;
  }

  /**
   * Whether anything is set at the path, whatever it will be.
   * @throws UnknownValueError when the block that would hold it is not known
   */
  public has(path: string): boolean {
    const block = path.split(".").slice(0, -1).join(".");
    if (block !== "") this.value(block);
    if (this.pending(path)) return true;
    const value = this.value(path);
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  }

  /** Whether the value at the path is set but not known yet. */
  public pending(path: string): boolean {
    return unlessUnknown(() => {
      this.value(path);
      return false;
    }, true);
  }

  public text(path: string): string | undefined {
    const value = this.value(path);
    return typeof value === "string" ? value : undefined;
  }

  /** The text at the path, where that is known. */
  public knownText(path: string): string | undefined {
    return unlessUnknown(() => this.text(path), undefined);
  }

  public number(path: string): number | undefined {
    const value = this.value(path);
    const number = typeof value === "string" && value !== "" ? Number(value) : value;
    return typeof number === "number" && !Number.isNaN(number) ? number : undefined;
  }

  public flag(path: string): boolean | undefined {
    const value = this.value(path);
    if (value === "true" || value === "false") return value === "true";
    return typeof value === "boolean" ? value : undefined;
  }

  /** The strings of a list; one string counts as a list of one. */
  public texts(path: string): string[] {
    return this.entries(path)
      .map((entry) => entry.self())
      .filter((text) => typeof text === "string");
  }

  /** The blocks of a list; one block counts as a list of one. */
  public blocks(path: string): Reader[] {
    return this.entries(path).map((entry) => new Reader(entry.self(), entry.path));
  }

  /** The entries of a list, each read when it is asked for, so that an unknown one hides no other. */
  public entries(path: string): Entry[] {
    const value = this.value(path);
    const at = this.path === "" ? path : `${this.path}.${path}`;
    if (!Array.isArray(value)) return value === undefined ? [] : [{ path: at, self: () => value }];
    return Array.from({ length: value.length }, (_, index) => ({
      path: `${at}.${index}`,
      self: () => touch(value, String(index), `${at}.${index}`),
    }));
  }

  /** The value at the path as plain data, with {@link UNKNOWN} in place of each unknown leaf. */
  public plain(path: string): unknown {
    return plain(this.value(path));
  }

  /** The names and values of a map such as `tags`; none where it is not set. */
  public record(path: string): Readonly<Record<string, unknown>> {
    const value = this.plain(path);
    return isRecord(value) ? value : {};
  }
}

/** One entry of a list. */
export interface Entry {
  readonly path: string;
  /** @throws UnknownValueError when the entry is not known yet */
  readonly self: () => unknown;
}

function defaultsOf(container: object): readonly unknown[] {
  const defaults = (container as Record<string, unknown>)[DEFAULTS];
  return Array.isArray(defaults) ? [...(defaults as unknown[])] : [];
}

const isAmong = (defaults: readonly unknown[], key: string, path: string): boolean =>
  defaults.includes(key) && !NAMES.includes(path);

function touch(container: object, key: string, path: string): unknown {
  try {
    return (container as Record<string, unknown>)[key];
  } catch {
    // Only the engine's wrapper makes a plain property throw, and only for an unknown value.
    throw new UnknownValueError(path);
  }
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return Array.from({ length: value.length }, (_, index) => leaf(value, String(index)));
  }
  if (!isObject(value)) return value;
  const defaults = defaultsOf(value);
  const keys = Object.keys(value).filter((key) => key !== DEFAULTS && !isAmong(defaults, key, key));
  return Object.fromEntries(keys.map((key) => [key, leaf(value, key)]));
}

function leaf(container: object, key: string): unknown {
  return unlessUnknown<unknown>(() => plain(touch(container, key, key)), UNKNOWN);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
