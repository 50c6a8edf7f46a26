import { arnParts } from "../iam/arn";
import { LONGEST_ARN } from "./need";

/** What a task calls. */
export interface Integration {
  /** `service:action`, or `aws-sdk:service:action`. */
  readonly name: string;
  /** How it is waited for: not at all, for the end of the job, or for a token to come back. */
  readonly pattern: "" | ".sync" | ".sync:2" | ".waitForTaskToken";
}

const FORM = /^((?:aws-sdk:)?[a-zA-Z0-9-]+:[a-zA-Z0-9]+)(\.sync(?::2)?|\.waitForTaskToken)?$/;

/** The integration that a Resource calls; undefined for a function, an activity and what is neither. */
export function integrationOf(resource: unknown): Integration | undefined {
  if (typeof resource !== "string" || resource.length > LONGEST_ARN) return undefined;
  const [, , service, , , ...called] = arnParts(resource);
  const match = service === "states" ? FORM.exec(called.join(":")) : null;
  if (!match || called[0] === "activity") return undefined;
  return { name: match[1] ?? "", pattern: (match[2] ?? "") as Integration["pattern"] };
}

/** The arguments of a task, by their name in either query language. */
export function argumentsOf(state: Readonly<Record<string, unknown>>): unknown {
  return state["Parameters"] ?? state["Arguments"];
}
