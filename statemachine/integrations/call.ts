import { regionalArn, type AwsEnvironment } from "../iam/arn";
import { hasUnresolved } from "../iam/unresolved";
import { isPlaceholder } from "../definition/placeholder";
import { own, type JsonRecord } from "../json";
import type { Resources } from "./required-permission";
import { type ArgumentPath, Expression, type Value, rawAt, valueOf } from "./argument";

/** Where the states of a machine make their calls from. */
export interface PermissionContext extends AwsEnvironment {
  /** The ARN of the machine itself. */
  readonly machineArn: string;
  /** The ARNs of its executions, with a wildcard. */
  readonly executionArns: readonly string[];
  /** The arguments of all tasks of the machine, by integration: an id that one makes is what another works on. */
  readonly tasks: ReadonlyMap<string, readonly unknown[]>;
}

/** Source: IAM, "Identify AWS resources with ARNs". */
export const LONGEST_ARN = 2_048;

const OWN = /^(?:\$\$|\{%\s*\$states\.context)\.StateMachine\.(Id|Name)(?:\s*%\})?$/;

/** One call to an integration: its arguments, and where it is made from. */
export class IntegrationCall {
  public constructor(
    public readonly args: unknown,
    public readonly context: PermissionContext,
    /** Whether the task waits for the end of the job that it starts. */
    public readonly sync: boolean,
  ) {}

  /** What the field at `path` says. */
  public value(...path: ArgumentPath): Value {
    const raw = this.raw(...path);
    // The context object holds the machine's own ARN and name, which are known.
    const own = raw instanceof Expression ? OWN.exec(raw.text)?.[1] : undefined;
    if (own === undefined) return valueOf(raw);
    const arn = this.context.machineArn;
    return { is: "text", text: own === "Id" ? arn : arn.replace(/^.*:stateMachine:/s, "") };
  }

  /** The text of the field at `path`, or `*` when the run decides it. */
  public textOrAny(...path: ArgumentPath): string {
    const value = this.value(...path);
    return value.is === "text" && !/[*?]/.test(value.text) ? value.text : "*";
  }

  /** What stands at `path`, unread. */
  public raw(...path: ArgumentPath): unknown {
    return rawAt(this.args, ...path);
  }

  /** The path of each item of the list at `path`; undefined when it is none. A placeholder is taken for a list of one. */
  public items(...path: ArgumentPath): ArgumentPath[] | undefined {
    const raw = this.raw(...path);
    const list: unknown = isPlaceholder(raw) ? [raw] : raw;
    return Array.isArray(list) ? list.map((_item, index) => [...path, index]) : undefined;
  }

  /** Whether the field at `path` is there, known or not. */
  public has(...path: ArgumentPath): boolean {
    return this.value(...path).is !== "missing";
  }

  /** An ARN of this region and account. */
  public arn(service: string, resource: string): string {
    return regionalArn(this.context, service, resource);
  }

  /** The resources that the text of a field names; `fallback` is the service's default for a field left out. */
  public on(
    field: string | ArgumentPath,
    resources: (text: string) => string | readonly string[],
    fallback?: string,
  ): Resources {
    const path = typeof field === "string" ? [field] : field;
    const value = this.value(...path);
    const label = path.join(".");
    if (value.is === "missing" && fallback === undefined) return { unknown: `${label} is missing` };
    if (value.is === "dynamic" || value.is === "beginning")
      return { unknown: `${label} is only known when the task runs` };
    const text = value.is === "text" ? value.text : (fallback ?? "");
    if (text.length > LONGEST_ARN) return { unknown: `${label} is longer than any ARN` };
    if (/[*?]/.test(text)) return { unknown: `${label} contains a wildcard: '${text}'` };
    return [resources(text)].flat();
  }

  /** As {@link on}, for the name of something that the task makes: its beginning is enough. */
  public onNew(field: string, resource: (name: string) => string, fallback?: string): Resources {
    const value = this.value(field);
    return value.is === "beginning" && !/[*?]/.test(value.text)
      ? [resource(`${value.text}*`)]
      : this.on(field, resource, fallback);
  }

  /** The arguments of those tasks of the machine that call `integration`, such as `athena:startQueryExecution`. */
  public others(integration: string): readonly IntegrationCall[] {
    const found = this.context.tasks.get(integration) ?? [];
    return found.map((args) => new IntegrationCall(args, this.context, false));
  }

  /**
   * As {@link on}, for the id of something that `maker`, another task of the machine, may have made: AWS chooses such ids,
   * so any thing of the kind is allowed then.
   */
  public onMade(field: string, maker: string, resource: (id: string) => string): Resources {
    const isMade = this.value(field).is === "dynamic" && this.context.tasks.has(maker);
    return isMade ? [resource("*")] : this.on(field, resource);
  }

  /** The ARN in a field. */
  public arnIn(...path: ArgumentPath): Resources {
    const value = this.value(...path);
    if (value.is === "text" && !value.text.startsWith("arn:") && !hasUnresolved(value.text))
      return { unknown: `${path.join(".")} is not an ARN: '${value.text.slice(0, 100)}'` };
    return this.on(path, (text) => text);
  }
}

/** The arguments of a task, by their name in either query language. */
export function argumentsOf(state: JsonRecord): unknown {
  return own(state, "Parameters") ?? own(state, "Arguments");
}
