import type { ReportViolation } from "@pulumi/policy";
import { EXEMPT, NOT_EVALUATED } from "asl-toolkit/rule";
import { exemptionFor, noteNotEvaluated } from "../settings/exemptions";
import { UnknownValueError } from "./reader";
import type { PolicyRule } from "./rule";
import type { ResourceRef } from "./resource";

/** What a violation may say about itself. The policy host takes this form too; its types name only the text. */
interface Violation {
  readonly message: string;
  readonly urn: string;
  readonly enforcementLevel: "advisory";
}

/** The host's side of a run: where reports go and where settings come from. */
export interface PolicyHost {
  readonly report: ReportViolation;
  readonly getConfig: <T extends object>() => T;
}

/**
 * Runs one rule. A violation keeps the level that the engine gave the rule; an exempted one and a part that is not
 * known yet are reported as advice, so that neither can pass in silence.
 */
export class PolicyRun {
  private settings: Readonly<Record<string, unknown>> | undefined;
  private unknown: Set<string> | undefined;

  public constructor(
    private readonly rule: PolicyRule,
    private readonly host: PolicyHost,
  ) {
    if (!checked.has(rule)) this.checkConfig();
  }

  public setting<T>(name: string): T {
    this.settings ??= settingsOf(this.rule, this.host.getConfig<Record<string, unknown>>());
    if (!(name in this.settings)) throw new Error(`${this.rule.id} has no setting ${name}`);
    return this.settings[name] as T;
  }

  public report(resource: ResourceRef, message: string): void {
    const exemption = exemptionFor(this.rule.id, resource);
    if (exemption === undefined) {
      this.host.report(message, resource.urn);
    } else {
      this.note(resource, `${EXEMPT}${exemption.expires} (${exemption.reason}): ${message}`);
    }
  }

  /** Runs one part of a rule; a value that is not known yet ends that part only. */
  public part(resource: ResourceRef, check: () => void | Promise<void>): void | Promise<void> {
    try {
      const done = check();
      return done instanceof Promise
        ? done.catch((error: unknown) => this.notEvaluated(resource, error))
        : done;
    } catch (error) {
      return this.notEvaluated(resource, error);
    }
  }

  private notEvaluated(resource: ResourceRef, error: unknown): void {
    if (!(error instanceof UnknownValueError)) throw error;
    const { property } = error;
    const key = `${resource.urn} ${property}`;
    this.unknown ??= new Set();
    if (this.unknown.has(key)) return;
    this.unknown.add(key);
    noteNotEvaluated(this.rule.id, resource);
    const { description } = this.rule.meta;
    this.note(resource, `${NOT_EVALUATED}${property} is not known yet. ${description}`);
  }

  /** The engine passes a misspelt setting over; it is reported at the rule's first run, before the resource is made. */
  private checkConfig(): void {
    const known = Object.keys(this.rule.settings ?? {});
    const stray = Object.keys(this.host.getConfig()).filter((name) => !known.includes(name));
    if (stray.length > 0) {
      const settings = known.join(", ") || "none";
      throw new Error(
        `${this.rule.id} has no setting ${stray.join(", ")}; its settings: ${settings}`,
      );
    }
    checked.add(this.rule);
  }

  private note(resource: ResourceRef, message: string): void {
    const violation: Violation = { message, urn: resource.urn, enforcementLevel: "advisory" };
    (this.host.report as (violation: unknown) => void)(violation);
  }
}

/** The rules whose configuration was looked at. */
const checked = new WeakSet<PolicyRule>();

/** The rule's settings: its defaults under what the engine was configured with. */
function settingsOf(rule: PolicyRule, config: Record<string, unknown>): Record<string, unknown> {
  const defaults = Object.entries(rule.settings ?? {}).map(([name, { default: value }]) => [
    name,
    value,
  ]);
  return { ...Object.fromEntries(defaults), ...config };
}
