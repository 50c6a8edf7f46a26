import { coverage } from "../../permissions/coverage";
import { edgesOf } from "../facts/graph";
import { BACKOFF, branch, machine, pass, task } from "./examples";
import { memoize, type Machine, type StateNode } from "../../definition/reader";
import { resourceOf } from "../facts/resource";
import type { Example, Known, Rule, Report } from "../rule";
import { longest, secondsOf } from "./times";
import { has, list, text } from "../../json/values";

/** Transitions of a run from which on Express is clearly cheaper, and the longest run of Express in seconds. */
const MANY_TRANSITIONS = 10;
const EXPRESS_SECONDS = 300;

const SENT = machine({ Send: task() });
const ALLOWED = { Effect: "Allow", Action: "sns:Publish", Resource: "*" };
const granted = (...Statement: object[]): Example => ({
  ...SENT,
  grants: [{ Version: "2012-10-17", Statement }],
});
const choose = (Next: string, Default: string): object => ({
  Type: "Choice",
  Choices: [{ Variable: "$.status", StringEquals: "paid", Next }],
  Default,
});

/** Rules about what is paid for nothing, and about what the machine's role may do. */
export const COST_RULES: readonly Rule[] = [
  {
    code: "express-cheaper",
    severity: "warning",
    practice: "cost",
    summary: `A Standard machine whose runs make ${MANY_TRANSITIONS} or more transitions and end within five minutes is cheaper as Express, if it needs nothing that only Standard has.`,
    fix: "make the workflow EXPRESS if its tasks may run twice, or call these states as a nested Express workflow",
    failing: machine(chain(MANY_TRANSITIONS)),
    fixed: { ...machine(chain(MANY_TRANSITIONS), { TimeoutSeconds: 300 }), type: "EXPRESS" },
    on: "machine",
    check: ({ express, scopes }: Machine, report: Report): void => {
      const [root] = scopes;
      if (express || root === undefined || !scopes.every(({ states }) => states.every(fitsExpress)))
        return;
      const transitions = longest(root, () => 1);
      const seconds = longest(root, secondsOf);
      if (transitions < MANY_TRANSITIONS || seconds > EXPRESS_SECONDS) return;
      report([], `a run makes up to ${transitions} transitions in at most ${seconds} s`);
    },
  },
  {
    code: "pass-without-effect",
    severity: "warning",
    practice: "cost",
    summary: "A Pass changes something: in a Standard machine every state is a paid transition.",
    fix: "remove the state, or let it set what the next one needs",
    failing: machine({
      Go: pass({ Result: undefined, Next: "Send", End: undefined }),
      Send: task(),
    }),
    fixed: SENT,
    on: "state",
    types: ["Pass"],
    check: ({ value, scope }: StateNode, report: Report): void => {
      const effects = ["Result", "Parameters", "Assign", "Output", "InputPath", "OutputPath"];
      if (!scope.express && !effects.some((field) => has(value, field)))
        report([], "the Pass changes nothing");
    },
  },
  {
    code: "consecutive-passes",
    severity: "warning",
    practice: "cost",
    summary: "Two Pass states in a row are one, where nothing else leads to the second.",
    fix: "let the first one set both results",
    failing: machine({ First: pass({ Next: "Second", End: undefined }), Second: pass() }),
    fixed: machine({ First: pass() }),
    on: "state",
    types: ["Pass"],
    check: (state: StateNode, report: Report): void => {
      const next = onlyFrom(state, text(state.value, "Next"));
      if (next?.type === "Pass" && next.language === state.language)
        report([], `the next state '${next.name}' is a Pass, too`);
    },
  },
  {
    code: "consecutive-choices",
    severity: "warning",
    practice: "cost",
    summary: "A Choice whose Default is another Choice that nothing else leads to is one Choice.",
    fix: "add the rules of the second Choice to the first",
    failing: machine({
      First: choose("Send", "Second"),
      Second: choose("Other", "Send"),
      Send: task(),
      Other: task(),
    }),
    fixed: machine({ First: choose("Send", "Other"), Send: task(), Other: task() }),
    on: "state",
    types: ["Choice"],
    check: (state: StateNode, report: Report): void => {
      const next = onlyFrom(state, text(state.value, "Default"));
      if (next?.type === "Choice" && !has(state.value, "Assign") && !has(state.value, "Output")) {
        report(["Default"], `the Default leads straight to the Choice '${next.name}'`);
      }
    },
  },
  {
    code: "single-branch",
    severity: "warning",
    practice: "cost",
    summary:
      "A Parallel has two or more branches, unless it holds states together for one Retry or Catch.",
    fix: "put the states of the branch in place of the Parallel",
    failing: {
      ...machine({
        Both: { Type: "Parallel", Branches: [branch("Left")], End: true },
      }),
      also: ["error-unhandled"],
    },
    fixed: machine({
      Both: {
        Type: "Parallel",
        Branches: [branch("Left"), branch("Right")],
        Retry: [BACKOFF],
        End: true,
      },
    }),
    on: "state",
    types: ["Parallel"],
    check: ({ value }: StateNode, report: Report): void => {
      const handled = list(value, "Retry").length + list(value, "Catch").length > 0;
      if (list(value, "Branches").length === 1 && !handled)
        report([], "the Parallel has only one branch");
    },
  },
  {
    code: "comment-missing",
    severity: "warning",
    practice: "operations",
    optional: true,
    summary: "The machine and every state have a Comment.",
    fix: "say in a Comment what it is for",
    failing: SENT,
    fixed: machine({ Send: task({ Comment: "Tells the shop" }) }, { Comment: "Sends an order" }),
    on: "machine",
    check: ({ value, states }: Machine, report: Report): void => {
      if (!has(value, "Comment")) report([], "the machine has no Comment");
      for (const state of states) {
        if (!has(state.value, "Comment")) report(state.steps, `'${state.name}' has no Comment`);
      }
    },
  },
];

/** Rules about the role's policies, when they are known. */
export const GRANT_RULES: readonly Rule[] = [
  {
    code: "unused-grant",
    severity: "warning",
    practice: "security",
    summary: "The machine's role may do nothing that no state does.",
    fix: "remove the grant",
    failing: granted(ALLOWED, { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }),
    fixed: granted(ALLOWED),
    on: "machine",
    check: (machine: Machine, report: Report, known: Known): void => {
      for (const { sid, action, resource } of compared(machine, known)?.unused ?? []) {
        const what = [action, resource].filter((part) => part !== undefined).join(" on ");
        report([], `no state uses the grant of ${what}${sid === undefined ? "" : ` (${sid})`}`);
      }
    },
  },
  {
    code: "uncovered-state",
    severity: "warning",
    practice: "security",
    summary: "The machine's role may do what its states do.",
    fix: "grant the action, on that resource only",
    failing: granted(),
    fixed: granted(ALLOWED),
    on: "machine",
    check: (machine: Machine, report: Report, known: Known): void => {
      for (const { path, state, action, resource } of compared(machine, known)?.uncovered ?? []) {
        const target = resource === undefined ? "" : ` on ${resource}`;
        report(stepsIn(path), `'${state}' needs ${action}${target}, which no grant allows`);
      }
    },
  },
];

function compared(
  { value }: Machine,
  { grants, account }: Known,
): ReturnType<typeof coverage> | undefined {
  return grants === undefined
    ? undefined
    : coverage(value, grants, account === undefined ? {} : { accountId: account });
}

/** The steps of a JSON pointer. */
function stepsIn(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The state named `target`, when `state` is the only one that leads to it. */
function onlyFrom(state: StateNode, target: string | undefined): StateNode | undefined {
  const next = state.scope.byName.get(target ?? "");
  return next !== undefined && arrivals(state.scope.machine).get(next) === 1 ? next : undefined;
}

/** How many transitions lead to each state; that of StartAt counts as one. */
const arrivals = memoize(({ scopes }: Machine): ReadonlyMap<StateNode, number> => {
  const count = new Map<StateNode, number>();
  for (const scope of scopes) {
    const targets = scope.states.flatMap((state) => edgesOf(state).map((edge) => edge.target));
    for (const name of [text(scope.value, "StartAt") ?? "", ...targets]) {
      const state = scope.byName.get(name);
      if (state !== undefined) count.set(state, (count.get(state) ?? 0) + 1);
    }
  }
  return count;
});

/** Whether a state is possible in Express and says how long it may take. */
function fitsExpress(state: StateNode): boolean {
  const { type, value, inner } = state;
  if (inner.some(({ distributed }) => distributed)) return false;
  if (type === "Wait") return has(value, "Seconds") && typeof value["Seconds"] === "number";
  if (type !== "Task") return true;
  const { kind, pattern } = resourceOf(state);
  return pattern === "" && kind !== "activity" && typeof value["TimeoutSeconds"] === "number";
}

/** So many Tasks in a row. */
function chain(length: number): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length }, (_, at) => {
      const on = at === length - 1 ? {} : { End: undefined, Next: `Send ${at + 2}` };
      return [`Send ${at + 1}`, task(on)];
    }),
  );
}
