import type { ReportViolation } from "@pulumi/policy";
import { EXEMPT, REMEDY } from "asl-toolkit/rule";
import { exemptionFor, keepExemption } from "../settings/exemptions";
import { advise, noteNotEvaluated } from "./not-evaluated";
import type { Done } from "./done";
import { UnknownValueError } from "./reader";
import type { PolicyRule } from "./rule";
import type { ResourceRef } from "./resource";

/** The host's side of a run: where reports go and where settings come from. */
export interface PolicyHost {
  readonly report: ReportViolation;
  readonly getConfig: <T extends object>() => T;
}

/**
 * Runs one rule. A violation keeps the level that the engine gave the rule; an exempted one is reported as advice, and so is
 * in the end what is not known yet, so that neither can pass in silence.
 */
export class PolicyRun {
  private settings: Readonly<Record<string, unknown>> | undefined;

  public constructor(
    private readonly rule: PolicyRule,
    private readonly host: PolicyHost,
  ) {
    if (!checked.has(rule)) this.checkConfig();
  }

  public setting<T>(name: string): T {
    this.settings ??= { ...defaultsOf(this.rule), ...this.host.getConfig() };
    if (!(name in this.settings)) throw new Error(`${this.rule.id} has no setting ${name}`);
    return this.settings[name] as T;
  }

  public report(resource: ResourceRef, message: string): void {
    const exemption = exemptionFor(this.rule.id, resource);
    if (exemption === undefined) {
      // The engine shows a rule's message, and not its remedy.
      this.host.report(`${message}${REMEDY}${this.rule.meta.remedy}`, resource.urn);
    } else {
      const { expires, reason } = exemption;
      advise(this.host.report, resource.urn, `${EXEMPT}${expires} (${reason}): ${message}`);
    }
  }

  /** Runs one part of a rule; a value that is not known yet ends that part only. */
  public part(resource: ResourceRef, check: () => Done): Done {
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
    keepExemption(this.rule.id, resource);
    noteNotEvaluated(this.rule, resource, error);
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
}

/** The rules whose configuration was looked at. */
const checked = new WeakSet<PolicyRule>();

function defaultsOf({ settings = {} }: PolicyRule): Record<string, unknown> {
  const entries = Object.entries(settings);
  return Object.fromEntries(entries.map(([name, { default: value }]) => [name, value]));
}
