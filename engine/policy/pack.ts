/** What the engine tells a pack about a resource. */
export interface AnalyzedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string | null;
  readonly protect?: boolean;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** What the program wrote; an unknown value is the engine's sentinel. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The inputs with what the provider added. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What a finding of a policy means, in the order of the protocol's numbers. */
export const LEVELS = ["advisory", "mandatory", "disabled", "remediate"] as const;
export type Level = (typeof LEVELS)[number];

/** A policy of the pack, as it describes itself. */
export interface PolicyAbout {
  readonly name: string;
  readonly description: string;
  readonly level: Level;
  readonly severity: "" | "low" | "medium" | "high" | "critical";
  readonly remedy: string;
  readonly url: string;
  readonly tags: readonly string[];
  readonly controls: readonly string[];
  /** JSON schema of the settings, by name. */
  readonly settings: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly required: readonly string[];
}

/** What a pack says about itself when it is asked. */
export interface PackAbout {
  readonly version: string;
  readonly policies: readonly PolicyAbout[];
  /** The configuration that the pack brings along. */
  readonly initialConfig: PolicyConfigs;
}

/** The level and settings of a policy. */
export interface PolicyConfig {
  readonly level?: Level;
  readonly settings: Readonly<Record<string, unknown>>;
}

export type PolicyConfigs = Readonly<Record<string, PolicyConfig>>;

/** One finding as a pack reports it. */
export interface Diagnostic {
  readonly policy: string;
  readonly description: string;
  readonly message: string;
  readonly level: Level;
  /** Empty for a finding about no resource of the stack. */
  readonly urn: string;
}

/** Where a pack is and for whom it runs. */
export interface PackOptions {
  /** The folder with PulumiPolicy.yaml. */
  readonly folder: string;
  readonly project: string;
  readonly stack: string;
  /** The stack's configuration, `namespace:key` -> text. */
  readonly config?: Readonly<Record<string, string>>;
  /** Environment variables for the pack besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}
