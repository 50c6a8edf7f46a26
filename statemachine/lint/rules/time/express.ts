import type { StateNode } from "../../../definition/reader";
import { number, has } from "../../../json";
import { isDistributed, longest, secondsOf } from "../../facts/levels";
import { resourceOf } from "../../facts/resource";
import { on, type Checks } from "../../rule";

/** The longest run of an Express workflow, in seconds (quotas page of the guide). */
const EXPRESS_SECONDS = 300;

/** Transitions of a run from which on Express is clearly cheaper. */
const MANY_TRANSITIONS = 10;

/** Rules about Express workflows, and which are cheaper as such. Source: "Choosing workflow type" of the guide. */
export const expressChecks = {
  "express-wait": on("Wait", ({ state: { value, scope }, report }) => {
    const seconds = number(value, "Seconds") ?? 0;
    if (scope.express && seconds > EXPRESS_SECONDS)
      report(
        ["Seconds"],
        `the run ends ${EXPRESS_SECONDS} s after its start, in the middle of this Wait`,
      );
  }),
  "express-timeout": on("scope", ({ scope, report }) => {
    if (!scope.express) return;
    const late = (holder: StateNode["value"]): boolean =>
      (number(holder, "TimeoutSeconds") ?? 0) > EXPRESS_SECONDS;
    if (scope.owner === undefined && late(scope.value))
      report(["TimeoutSeconds"], `an Express run ends after ${EXPRESS_SECONDS} s`);
    for (const { name, type, value } of scope.states) {
      if (type === "Task" && late(value))
        report(
          ["States", name, "TimeoutSeconds"],
          `an Express run ends after ${EXPRESS_SECONDS} s`,
        );
    }
  }),
  "express-path": on("scope", ({ scope, report }) => {
    if (!scope.express || (scope.owner !== undefined && !scope.distributed)) return;
    if (scope.states.some((state) => secondsOf(state) > EXPRESS_SECONDS)) return;
    const seconds = longest(scope, secondsOf);
    if (seconds > EXPRESS_SECONDS) report([], `the longest way through takes up to ${seconds} s`);
  }),
  "express-unsupported": on(["Task", "Map"], ({ state, report }) => {
    if (!state.scope.express) return;
    const { kind, pattern } = resourceOf(state);
    if (pattern !== "") report(["Resource"], `an Express workflow cannot call with .${pattern}`);
    if (kind === "activity") report(["Resource"], "an Express workflow has no activities");
    if (isDistributed(state)) report([], "an Express workflow has no Distributed Map");
  }),
  "express-cheaper": on("machine", ({ machine: { express, scopes }, report }) => {
    const [root] = scopes;
    if (express || root === undefined || !scopes.every(({ states }) => states.every(fitsExpress)))
      return;
    const transitions = longest(root, () => 1);
    const seconds = longest(root, secondsOf);
    if (transitions < MANY_TRANSITIONS || seconds > EXPRESS_SECONDS) return;
    report([], `a run makes up to ${transitions} transitions in at most ${seconds} s`);
  }),
} satisfies Checks;

/** Whether a state is possible in Express and says how long it may take. */
function fitsExpress(state: StateNode): boolean {
  const { type, value } = state;
  if (isDistributed(state)) return false;
  if (type === "Wait") return has(value, "Seconds") && typeof value["Seconds"] === "number";
  if (type !== "Task") return true;
  const { kind, pattern } = resourceOf(state);
  return pattern === "" && kind !== "activity" && typeof value["TimeoutSeconds"] === "number";
}
