import data from "./service-integrations.json";

/** One statement of an integration. */
export interface CataloguePart {
  readonly actions: readonly string[];
  readonly effect?: "Deny";
  /** What `true` stands for; without it the caller lists ARNs. `<partition>`, `<region>` and `<account>` are filled in. */
  readonly defaultResources?: readonly string[];
  readonly conditions?: readonly { test: string; variable: string; values: readonly string[] }[];
  /** What the original granted, where it is wrong: used only when the caller asks for compatibility. */
  readonly originalActions?: readonly string[];
}

/**
 * The service integrations whose permissions can be asked for by name, with the actions that AWS publishes for each:
 * integration -> part -> its statement. Names and parts are those of the Terraform module that this project replaces, so
 * its settings carry over. Source of the actions: Step Functions developer guide, "IAM policies for integrated services".
 */
export const CATALOGUE = data;

/** The same by any name; TypeScript reads the effects in JSON as any text. */
export const PARTS = data as Readonly<Record<string, Readonly<Record<string, CataloguePart>>>>;
