/** A program's whole stack as plain data: what `npm run emit` prints and the policies evaluate. */
export interface StackDocument {
  readonly project: string;
  readonly stack: string;
  /** Sorted by URN. */
  readonly resources: readonly StackResource[];
  readonly outputs: Record<string, unknown>;
  /** Absent when everything is known. */
  readonly notKnown?: NotKnown;
}

/** What a program uses and nothing here can answer for: what depends on it holds the engine's mark for unknown values. */
export interface NotKnown {
  /** Resource types of which only the inputs, a stand-in for the id and one for the ARN are known; sorted. */
  readonly types: readonly string[];
  /** Data sources without an answer, sorted. */
  readonly dataSources: readonly string[];
}

/** One resource as the engine received it, secrets and file contents replaced (see values.ts). */
export interface StackResource {
  /** The URN that the real engine gives it. */
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The parent's URN; `null` for the stack itself. */
  readonly parent: string | null;
  readonly inputs: Record<string, unknown>;
  /** URNs of everything it depends on, by `dependsOn` or through an input; sorted. */
  readonly dependencies: readonly string[];
  /** The same, for each input that refers to another resource. */
  readonly propertyDependencies: Record<string, readonly string[]>;
  /** True for a cloud resource, false for a component. */
  readonly custom: boolean;
  /** True when the program only reads it (`Type.get`) and does not own it. */
  readonly external?: boolean;
  /** The id that the resource option `import` adopts. */
  readonly importId?: string;
  readonly protect?: boolean;
  /** URNs of the resources with which it is replaced. */
  readonly replaceWith?: readonly string[];
  /** Whether a replacement deletes it before the new one is created; absent where the provider decides. */
  readonly deleteBeforeReplace?: boolean;
  /** URN of the resource whose deletion takes it along. */
  readonly deletedWith?: string;
  readonly retainOnDelete?: boolean;
  /** Names of the hooks that run around its creation, update and deletion, by when. */
  readonly hooks?: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges?: readonly string[];
  readonly aliases?: readonly unknown[];
  /** URN and id of an explicit provider. */
  readonly provider?: string;
  /** What the provider added to the inputs: `id`, `arn` and the like. Empty for a component. */
  readonly computed: Record<string, unknown>;
}

/** One line that says what is not known, and so is not checked; empty when everything is known. */
export function notKnownNote({ notKnown, resources }: StackDocument): string {
  if (notKnown === undefined) return "";
  const { types, dataSources } = notKnown;
  const count = resources.filter(({ type }) => types.includes(type)).length;
  const parts = [
    types.length > 0 &&
      `the outputs of ${count} resource${count === 1 ? "" : "s"} (${types.join(", ")})`,
    dataSources.length > 0 && `the answers of ${dataSources.join(", ")}`,
  ];
  const what = parts.filter((part) => part !== false).join(" and ");
  return `note: offline, ${what} are not known, and so is what depends on them\n`;
}

/**
 * The URN of a resource: the types of all its parents, joined by `$`, the stack's own left out.
 *
 * The rule is `resource.NewURN` of github.com/pulumi/pulumi; the mock monitor keeps only one parent.
 */
export function urnOf(
  stack: string,
  project: string,
  type: string,
  name: string,
  parent?: string,
): string {
  const outer = parent?.split("::")[2];
  const chain = outer === undefined || outer === STACK_TYPE ? type : `${outer}$${type}`;
  return `urn:pulumi:${stack}::${project}::${chain}::${name}`;
}

/** The type of the root resource that every stack has. */
export const STACK_TYPE = "pulumi:pulumi:Stack";
