/** The pillars of the AWS Well-Architected Framework that a rule can belong to. */
export const PILLARS = ["performance", "security", "operations", "reliability", "cost"] as const;
export type Pillar = (typeof PILLARS)[number];

/** What a rule says about itself, for its readers. `Severity` is the scale of the linter or of the pack. */
export interface RuleMeta<Severity extends string = string> {
  /** One sentence: what must be so, and why where it is not plain. */
  readonly description: string;
  readonly pillar: Pillar;
  readonly severity: Severity;
  /** One sentence: what to do about a finding. */
  readonly remedy: string;
  readonly docs?: {
    /** The page of the AWS documentation, or other source, that the rule follows. */
    readonly url: string;
  };
}

/** TypeScript reads a word in JSON as any text: a test holds the words against those that there are. */
export type InJson<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : T[Key] };

/** A row of a table of rules, `rules.json`, which says what {@link RuleMeta} does. */
export interface RuleRow extends InJson<Omit<RuleMeta, "docs">> {
  readonly url?: string;
}

/**
 * The one contract for rules of the linter and of the policy pack, in ESLint's words. A rule's examples stand on its page,
 * `docs/lint/<id>.md` or `docs/policies/<id>.md`, and are its documentation and its tests at once: a correct one gives no
 * finding, an incorrect one exactly those that the page lists.
 */
export interface Rule<Context, Severity extends string = string> {
  /** The stable, published name in kebab case. */
  readonly id: string;
  readonly meta: RuleMeta<Severity>;
  readonly check: (context: Context) => void | Promise<void>;
}

/** How a rule's message begins when it is not a violation: something was not known, or an exemption covers it. */
export const NOT_EVALUATED = "Not evaluated: ";
/** The same for resources of types that no rule is about: `TYPE (COUNT), TYPE (COUNT)`. */
export const NO_RULE = `${NOT_EVALUATED}no rule is about `;
export const EXEMPT = "Exempt until ";

/** What stands between the message of a policy's violation and its remedy, as the engine shows them. */
export const REMEDY = "\nRemedy: ";
