import { machine, task } from "./examples";
import { COMPARISONS } from "../syntax/fields";
import { loopOf, type Loop } from "../facts/graph";
import type { StateNode } from "../../definition/reader";
import type { Part } from "../syntax/parts";
import type { Example, Report, Rule } from "../rule";
import { has, text } from "../../json/values";

const ON = { End: undefined };
const SHIP = { Variable: "$.status", StringEquals: "paid", Next: "Ship" };
const choose = (fields: object): unknown => ({
  Type: "Choice",
  Choices: [SHIP],
  Default: "Refuse",
  ...fields,
});
const shop = (fields: object): Example =>
  machine({
    Paid: choose(fields),
    Ship: task(),
    Refuse: { Type: "Fail", Error: "Unpaid", Cause: "The order is not paid." },
  });

const poll = (fields: object, top = {}): Example => {
  const states = {
    Ask: task({ ...ON, Next: "Ready" }),
    Ready: { Type: "Choice", ...fields },
    Pause: { Type: "Wait", Seconds: 30, Next: "Ask" },
    Ship: task(),
    Refuse: { Type: "Fail", Error: "Unpaid", Cause: "The order is not paid." },
  };
  return machine(states, top);
};
const STILL_OPEN = { Variable: "$.status", StringEquals: "open", Next: "Pause" };

/** Rules about Choice and Fail. */
export const CHOICE_RULES: readonly Rule[] = [
  {
    code: "choice-test",
    severity: "error",
    practice: "operations",
    summary: "A JSONPath choice rule is one comparison of a Variable, or one of And, Or and Not.",
    fix: "write Variable with one comparison, or combine tests with And, Or and Not",
    failing: shop({ Choices: [{ Variable: "$.status", Next: "Ship" }] }),
    fixed: shop({}),
    on: "part",
    check: ({ value, fields, language }: Part, report: Report): void => {
      if (!fields.has("Not") || language === "JSONata") return;
      const heads = ["Variable", "And", "Or", "Not"].filter((name) => has(value, name));
      const comparisons = Object.keys(value).filter(
        (name) => COMPARISONS.has(name) && has(value, name),
      );
      if (heads.length !== 1)
        report([], `the rule has ${heads.join(" and ") || "neither Variable nor And, Or, Not"}`);
      else if (heads[0] === "Variable" && comparisons.length !== 1) {
        report(
          [],
          `the rule compares in ${comparisons.length} ways: ${comparisons.join(", ") || "no comparison"}`,
        );
      } else if (heads[0] !== "Variable" && comparisons.length > 0) {
        report([], `the rule has ${comparisons.join(" and ")} without a Variable`);
      }
    },
  },
  {
    code: "choice-without-default",
    severity: "warning",
    practice: "reliability",
    summary:
      "A Choice has a Default; else input that no rule foresees fails the run with States.NoChoiceMatched.",
    fix: "add a Default that handles or refuses the unforeseen",
    failing: shop({
      Choices: [SHIP, { ...SHIP, StringEquals: "open", Next: "Refuse" }],
      Default: undefined,
    }),
    fixed: shop({}),
    on: "state",
    types: ["Choice"],
    check: ({ value }: StateNode, report: Report): void => {
      if (!has(value, "Default")) report([], "the Choice has no Default");
    },
  },
  {
    code: "default-loops",
    severity: "warning",
    practice: "reliability",
    summary:
      "The Default of a Choice leads out of its loop; else a value that no one foresaw keeps it going for ever.",
    fix: "name the values that go on looping in Choices, and let Default leave the loop",
    failing: poll({
      Choices: [SHIP, { ...SHIP, StringEquals: "lost", Next: "Refuse" }],
      Default: "Pause",
    }),
    fixed: poll({ Choices: [SHIP, STILL_OPEN], Default: "Refuse" }),
    on: "state",
    types: ["Choice"],
    check: (state: StateNode, report: Report): void => {
      const target = state.scope.byName.get(text(state.value, "Default") ?? "");
      if (target === undefined || !loopOf(state)?.states.has(target)) return;
      report(
        ["Default"],
        `whatever no rule foresees goes back to '${target.name}' and round the loop`,
      );
    },
  },
  {
    code: "unbounded-loop",
    severity: "warning",
    practice: "reliability",
    summary:
      "A loop has a bound: a Choice on a counter, or a TimeoutSeconds of the machine; a history has at most 25,000 events.",
    fix: "count the rounds and leave with a Choice, or set the machine's TimeoutSeconds",
    failing: {
      ...poll({ Choices: [SHIP, STILL_OPEN], Default: "Refuse" }, { TimeoutSeconds: undefined }),
      also: ["machine-timeout"],
    },
    fixed: poll({ Choices: [SHIP, STILL_OPEN], Default: "Refuse" }),
    on: "state",
    check: (state: StateNode, report: Report): void => {
      const loop = loopOf(state);
      if (loop?.head !== state || has(state.scope.machine.value, "TimeoutSeconds")) return;
      if (![...loop.states].some(counts)) report([], `nothing bounds the loop of ${names(loop)}`);
    },
  },
  {
    code: "fail-without-reason",
    severity: "warning",
    practice: "operations",
    summary: "A Fail says what failed: an Error that callers can match, and a Cause for people.",
    fix: "add Error and Cause, or ErrorPath and CausePath",
    failing: machine({ Stop: { Type: "Fail" } }),
    fixed: machine({ Stop: { Type: "Fail", Error: "Unpaid", Cause: "The order is not paid." } }),
    on: "state",
    types: ["Fail"],
    check: ({ value }: StateNode, report: Report): void => {
      const missing = ["Error", "Cause"].filter(
        (name) => !has(value, name) && !has(value, `${name}Path`),
      );
      if (missing.length > 0) report([], `the Fail has no ${missing.join(" and no ")}`);
    },
  },
];

function names({ states }: Loop): string {
  const all = [...states].map(({ name }) => `'${name}'`);
  return all.length > 4
    ? `${all.slice(0, 4).join(", ")} and ${all.length - 4} more`
    : all.join(", ");
}

/** Whether a Choice compares a number, as one that counts rounds does. */
function counts({ type, value }: StateNode): boolean {
  return (
    type === "Choice" && /"Numeric\w+"|[<>]=?\s*\d/.test(JSON.stringify(value.Choices ?? null))
  );
}
