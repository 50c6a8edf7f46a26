/** The fields of a state, a scope or data. */
export type Fields = Readonly<Record<string, unknown>>;

/** What expressions and paths can read. */
export interface Readable {
  /** What `$` is in a path. */
  readonly data: unknown;
  /** What `$$` is. */
  readonly context: Fields;
  readonly variables: Fields;
}
