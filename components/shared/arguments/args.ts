import { resourceName } from "../names";
import { baseTags, type Tags } from "../tags";

/** What every component needs to know. */
export interface CommonArgs {
  /** Begins every name. */
  readonly prefix: string;
  /** The environment, second in every name and a tag. */
  readonly environment: string;
  /** Tags of all resources; they override those that the component sets. Defaults to none. */
  readonly tags?: Tags;
}

/** Arguments in which every one that `Defaults` has is given. */
export type Resolved<Args, Defaults> = Omit<Args, keyof Defaults> & {
  readonly [Name in keyof Args & keyof Defaults]-?: Exclude<Args[Name], undefined>;
};

/** Fills in the defaults; an argument that is undefined counts as left out. */
export function withDefaults<Args extends object, Defaults extends Partial<Args>>(
  args: Args,
  defaults: Defaults,
): Resolved<Args, Defaults> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) } as Resolved<Args, Defaults>;
}

/** Arguments with their defaults, and what all names and tags begin with. */
export type ResolvedNamed<Args, Defaults> = Resolved<Args, Defaults> & {
  /** `<prefix>-<environment>-<name>`, which every name begins with. */
  readonly base: string;
  /** The tags of every resource, without its Name. */
  readonly baseTags: Tags;
};

/** Fills in the defaults, and what follows from the names. */
export function resolveNamed<
  Args extends CommonArgs & { readonly name: string },
  Defaults extends Partial<Args>,
>(args: Args, defaults: Defaults): ResolvedNamed<Args, Defaults> {
  return {
    ...withDefaults(args, defaults),
    base: resourceName(args.prefix, args.environment, args.name),
    baseTags: baseTags(args.environment, args.tags),
  };
}
