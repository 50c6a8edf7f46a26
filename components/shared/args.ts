import { type Tags } from "./tags";

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
