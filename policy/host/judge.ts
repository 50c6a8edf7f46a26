import type { ReportViolation } from "@pulumi/policy";
import { exemptionFor, noteUnjudged } from "../settings/exemptions";
import { NotKnown } from "./reader";
import type { RuleInfo } from "./rule";
import { EXEMPT, NOT_EVALUATED } from "./wording";

/** What a violation may say about itself. The policy host takes this form too; its types name only the text. */
interface Violation {
  readonly message: string;
  readonly urn: string;
  readonly enforcementLevel: "advisory";
}

/** The engine's side of a judgement: where reports go and where settings come from. */
export interface Court {
  readonly report: ReportViolation;
  readonly getConfig: <T extends object>() => T;
}

interface Suspect {
  readonly urn: string;
  readonly name: string;
}

/**
 * Runs one rule. A violation keeps the level that the engine gave the rule; an exempted one and a part that is not
 * known yet are told as advice, so that neither can pass in silence.
 */
export class Session {
  private settings: Readonly<Record<string, unknown>> | undefined;
  private unknown: Set<string> | undefined;

  public constructor(
    private readonly rule: RuleInfo,
    private readonly court: Court,
  ) {
    if (!checked.has(rule)) this.checkConfig();
  }

  public setting<T>(name: string): T {
    this.settings ??= settingsOf(this.rule, this.court.getConfig<Record<string, unknown>>());
    if (!(name in this.settings)) throw new Error(`${this.rule.name} has no setting ${name}`);
    return this.settings[name] as T;
  }

  public report(suspect: Suspect, message: string): void {
    const exemption = exemptionFor(this.rule.name, suspect);
    if (exemption === undefined) {
      this.court.report(message, suspect.urn);
    } else {
      this.note(suspect, `${EXEMPT}${exemption.expires} (${exemption.reason}): ${message}`);
    }
  }

  /** Runs one part of a rule; a value that is not known yet ends that part only. */
  public part(suspect: Suspect, judge: () => void | Promise<void>): void | Promise<void> {
    try {
      const done = judge();
      return done instanceof Promise
        ? done.catch((error: unknown) => this.notEvaluated(suspect, error))
        : done;
    } catch (error) {
      return this.notEvaluated(suspect, error);
    }
  }

  private notEvaluated(suspect: Suspect, error: unknown): void {
    if (!(error instanceof NotKnown)) throw error;
    const { property } = error;
    const key = `${suspect.urn} ${property}`;
    this.unknown ??= new Set();
    if (this.unknown.has(key)) return;
    this.unknown.add(key);
    noteUnjudged(this.rule.name, suspect);
    this.note(suspect, `${NOT_EVALUATED}${property} is not known yet. ${this.rule.description}`);
  }

  /** The engine passes a misspelt setting over; it is told at the rule's first run, before the resource is made. */
  private checkConfig(): void {
    const known = Object.keys(this.rule.settings ?? {});
    const stray = Object.keys(this.court.getConfig()).filter((name) => !known.includes(name));
    if (stray.length > 0) {
      const settings = known.join(", ") || "none";
      throw new Error(
        `${this.rule.name} has no setting ${stray.join(", ")}; its settings: ${settings}`,
      );
    }
    checked.add(this.rule);
  }

  private note(suspect: Suspect, message: string): void {
    const violation: Violation = { message, urn: suspect.urn, enforcementLevel: "advisory" };
    (this.court.report as (violation: unknown) => void)(violation);
  }
}

/** The rules whose configuration was looked at. */
const checked = new WeakSet<RuleInfo>();

/** The rule's settings: its defaults under what the engine was configured with. */
function settingsOf(rule: RuleInfo, config: Record<string, unknown>): Record<string, unknown> {
  const defaults = Object.entries(rule.settings ?? {}).map(([name, { default: value }]) => [
    name,
    value,
  ]);
  return { ...Object.fromEntries(defaults), ...config };
}
