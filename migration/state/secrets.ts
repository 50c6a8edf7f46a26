import { isRecord } from "../../statemachine/json";
import { TERRAFORM_TYPES } from "../resources/terraform-types";
import type { State } from "./state";

/** Variables that are never written in plain text, whatever the state marks: their values are often secrets. */
const SECRET_VARIABLES: readonly string[] = ["environment_variables", "ssm_params"];

/** Shorter secrets are too common a text to be found elsewhere; their own variable is withheld all the same. */
const SHORTEST = 8;

/** The secret texts of a state. They are kept to be found elsewhere, and are never printed. */
export class Secrets {
  readonly #texts: readonly string[];

  public constructor(state: State) {
    const texts = state.resources.flatMap(({ type, attributes, sensitive }) =>
      [...(TERRAFORM_TYPES[type]?.secret ?? []), ...sensitive].flatMap((name) =>
        leaves(attributes[name]),
      ),
    );
    this.#texts = [...new Set(texts)].filter((text) => text.length >= SHORTEST);
  }

  /** True when a secret is anywhere in the value, as a text of its own or inside a longer one. */
  public in(value: unknown): boolean {
    return leaves(value).some((leaf) => this.#texts.some((text) => leaf.includes(text)));
  }

  /** True for a variable whose value must not be shown or written in plain text. */
  public isSecretVariable(name: string, value: unknown): boolean {
    return SECRET_VARIABLES.includes(name) || this.in(value);
  }
}

/** Every text in a value, however deep. */
function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(leaves);
  return isRecord(value) ? Object.values(value).flatMap(leaves) : [];
}
