import { display } from "asl-toolkit/json";
import * as pulumi from "@pulumi/pulumi";
import { isDeferredInput, replaceDeferred } from "./arguments/inputs";
import {
  formProblem,
  type FormKind,
  nameProblem,
  type NameKind,
  sizeProblem,
  type SizeKind,
} from "./limits/limits";
import { policyProblem, type PolicySource } from "asl-toolkit/iam";
import { tagProblems, type Tagging } from "./tags";

/**
 * One thing that is wrong with the arguments of a component: the argument, as the caller wrote it (`lifecycleRules[0].id`),
 * and what is wrong, with the value, what is allowed, and the fix where it is not obvious.
 */
export type Problem = Readonly<pulumi.InputPropertyErrorDetails>;

/** Collects everything that is wrong with a component's arguments, so that the caller sees it all at once. */
export class Problems {
  readonly #found: Problem[] = [];

  /** What was found so far. */
  public get found(): readonly Problem[] {
    return this.#found;
  }

  /** Notes a problem. A reason of undefined or false is none, so that a check can stand in one line. */
  public add(propertyPath: string, reason: string | undefined | false): this {
    if (reason) this.#found.push({ propertyPath, reason });
    return this;
  }

  /** Notes problems that were found elsewhere. */
  public all(found: readonly Problem[]): this {
    this.#found.push(...found);
    return this;
  }

  /**
   * Notes what is wrong with the arguments of a component that this one makes, in this one's words: `words` has this
   * one's argument for each of the other's, undefined for one that is checked anyway, as names and tags are; all others
   * are members of `rest`.
   */
  public nested(
    found: readonly Problem[],
    words: Readonly<Record<string, string | undefined>>,
    rest: string,
  ): this {
    const known = { prefix: undefined, environment: undefined, tags: undefined, ...words };
    for (const { propertyPath, reason } of found) {
      const argument = /^\w+/.exec(propertyPath)?.[0] ?? "";
      const word = argument in known ? known[argument as never] : `${rest}.${argument}`;
      if (word !== undefined) this.add(word + propertyPath.slice(argument.length), reason);
    }
    return this;
  }

  /** Notes a missing or empty text. */
  public required(propertyPath: string, value: unknown): this {
    const missing = typeof value !== "string" || value === "";
    return this.add(propertyPath, missing && `must be a non-empty string, not ${format(value)}`);
  }

  /** Notes a value that is not one of the allowed ones, once it is known; undefined is the default and fine. */
  public oneOf(propertyPath: string, value: unknown, allowed: readonly unknown[]): this {
    const bad = value !== undefined && !isDeferredInput(value) && !allowed.includes(value);
    return this.add(
      propertyPath,
      bad && `is ${format(value)}: must be ${allowed.map(format).join(" or ")}`,
    );
  }

  /** Notes a value that is not a whole number between the two bounds, once it is known; undefined is the default and fine. */
  public wholeNumber(propertyPath: string, value: unknown, min: number, max: number): this {
    if (isDeferredInput(value)) return this;
    const good = Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
    return this.add(
      propertyPath,
      value !== undefined &&
        !good &&
        `is ${format(value)}: must be a whole number from ${min} to ${max}`,
    );
  }

  /** Notes a name that AWS would reject. */
  public name(propertyPath: string, kind: NameKind, name: string): this {
    return this.add(propertyPath, nameProblem(kind, name));
  }

  /** Notes what is larger than AWS takes, or more. */
  public size(propertyPath: string, kind: SizeKind, size: number): this {
    return this.add(propertyPath, sizeProblem(kind, size));
  }

  /** Notes an ARN or account of another form, once it is known; undefined is the default and fine. */
  public form(propertyPath: string, kind: FormKind, value: unknown): this {
    const isKnown = value !== undefined && !isDeferredInput(value);
    return this.add(propertyPath, isKnown && formProblem(kind, value));
  }

  /** Notes what is not a policy document, as far as the texts are known yet, and too much of it. */
  public policies(propertyPath: string, kind: SizeKind, sources: unknown): this {
    if (!Array.isArray(sources)) return this;
    const isLate = (source: unknown): boolean =>
      isDeferredInput(source) ||
      [(source as { readonly Statement?: unknown } | null)?.Statement].flat().some(isDeferredInput);
    const known = sources.filter((source) => !isLate(source)) as PolicySource[];
    for (const [index, source] of sources.entries()) {
      if (isLate(source)) continue;
      this.add(`${propertyPath}[${index}]`, policyProblem(source as PolicySource));
    }
    const texts = known.map((source) =>
      typeof source === "string" ? source : JSON.stringify(replaceDeferred(source, () => "")),
    );
    return this.size(propertyPath, kind, Buffer.byteLength(texts.join("")));
  }

  /** Notes tags that AWS would reject, with those that the component adds. */
  public tags(args: Tagging["args"], tagging: Omit<Tagging, "args"> = {}): this {
    for (const reason of tagProblems({ args, ...tagging })) this.add("tags", reason);
    return this;
  }

  /**
   * Ends the check: call it before `super`, so that no resource exists yet.
   * @throws pulumi.InputPropertiesError listing every problem, when there is one
   */
  public done(component: string): void {
    if (this.#found.length === 0) return;
    const lines = this.#found.map(({ propertyPath, reason }) => `\n  ${propertyPath}: ${reason}`);
    throw new pulumi.InputPropertiesError({
      message: `${component} has invalid arguments:${lines.join("")}`,
      errors: [...this.#found],
    });
  }
}

/** A value as it reads in a message. An Output has no plain value to show. */
export function format(value: unknown): string {
  if (value === undefined) return "missing";
  return pulumi.Output.isInstance(value) ? "an Output" : (JSON.stringify(value) ?? display(value));
}
