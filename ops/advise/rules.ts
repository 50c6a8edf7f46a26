import { childrenCost, costOf, priceOf } from "./cost";
import type { Facts } from "./facts";
import { count, money, round, seconds } from "./figures";
import { CLOSE, memoryAdvice, timeoutAdvice, type Advice } from "./function-advice";

/** Limits of AWS (Step Functions quotas; Lambda quotas). */
const LIMITS = { events: 25_000, payloadBytes: 262_144, versions: 1000, expressMs: 300_000 };

/** A limit is told of from this part of it on. */
const NEAR = 0.5;
/** Less is no reason to change anything: USD a month. */
const LEAST_SAVING = 1;

const RULES: readonly ((facts: Facts) => Advice | false | undefined)[] = [
  typeAdvice,
  childrenAdvice,
  ({ passes, executionsPerMonth, type }) =>
    type === "STANDARD" && {
      about: "transitions",
      figure: `${round(passes)} of an execution's transitions are into Pass states`,
      advice: "give the state before it the Output or Assign of the Pass state",
      argument: "definition",
      saving: passes * executionsPerMonth * priceOf("standardTransition"),
    },
  ({ events = 0, type }) =>
    type === "STANDARD" &&
    events >= LIMITS.events * NEAR && {
      about: "history",
      figure: `${count(events)} of ${count(LIMITS.events)} events`,
      advice:
        "run a part as executions of its own: a Distributed Map, or startExecution of another workflow",
      argument: "definition",
    },
  ({ payloadBytes = 0 }) =>
    payloadBytes >= LIMITS.payloadBytes * NEAR && {
      about: "payload",
      figure: `${count(payloadBytes)} of ${count(LIMITS.payloadBytes)} bytes`,
      advice: "put the data into S3 and pass bucket and key, or select what the next states need",
      argument: "Output or ResultSelector of the definition; a Bucket for payloads",
    },
  ({ longestMs = 0, timeoutSeconds = Infinity }) =>
    longestMs >= timeoutSeconds * 1000 * CLOSE && {
      about: "time",
      figure: `the longest took ${seconds(longestMs)} of TimeoutSeconds ${timeoutSeconds}`,
      advice: "find out what it waited for, or give it more time",
      argument: `TimeoutSeconds: ${Math.ceil((longestMs / 1000) * 2)}`,
    },
  (facts) =>
    facts.type === "STANDARD" &&
    facts.logLevel === "ALL" && {
      about: "log",
      figure: `logLevel ALL, ${count(facts.logBytes)} bytes an execution`,
      advice: "the history of a Standard execution is kept for 90 days: log errors only",
      argument: 'logLevel: "ERROR"',
      saving: costOf(facts).logs,
    },
  (facts) =>
    facts.tracing && {
      about: "traces",
      figure: `${count(facts.executionsPerMonth)} traces, if each is sampled`,
      advice: "trace less by a sampling rule of X-Ray, or not at all",
      argument: "tracing: false",
      saving: costOf(facts).traces,
    },
  ({ versions }) =>
    versions >= LIMITS.versions * NEAR && {
      about: "versions",
      figure: `${count(versions)} of ${count(LIMITS.versions)} versions`,
      advice: "AWS never removes one: keep fewer",
      argument: "keepVersions: 100",
    },
];

/** All that there is to say, what saves most first. */
export function advise(facts: Facts): Advice[] {
  const ofFunctions = facts.functions.flatMap((each) => [
    memoryAdvice(each, facts),
    timeoutAdvice(each),
  ]);
  return [...RULES.map((rule) => rule(facts)), ...ofFunctions]
    .filter((each) => each !== false && each !== undefined)
    .filter(({ saving = Infinity }) => saving >= LEAST_SAVING)
    .sort((a, b) => (b.saving ?? 0) - (a.saving ?? 0));
}

function typeAdvice(facts: Facts): Advice {
  const { standard, express } = costOf(facts);
  const { type, longestMs = facts.durationMs, forExpress } = facts;
  const figure = `USD ${money(standard)} a month as Standard, ${money(express)} as Express`;
  const saving = type === "STANDARD" ? standard - express : express - standard;
  if (type === "EXPRESS") {
    const advice = "Standard runs each execution once, keeps its history and costs less here";
    return { about: "type", figure, advice, argument: 'type: "STANDARD"', saving };
  }
  const changes = [
    ...(longestMs > LIMITS.expressMs
      ? [`it runs ${seconds(longestMs)}, Express at most 300 s`]
      : []),
    ...forExpress,
    "each task must bear to run twice",
  ];
  const advice = `Express costs less; for it: ${changes.join("; ")}`;
  return { about: "type", figure, advice, argument: 'type: "EXPRESS"', saving };
}

function childrenAdvice(facts: Facts): Advice | undefined {
  const { children } = facts;
  if (children?.type !== "STANDARD" || children.durationMs > LIMITS.expressMs) return undefined;
  const { STANDARD, EXPRESS } = childrenCost(children, facts);
  return {
    about: "children of the map",
    figure: `USD ${money(STANDARD)} a month as Standard, ${money(EXPRESS)} as Express`,
    advice: "let the map start Express executions, if an item may be processed twice",
    argument: 'ExecutionType: "EXPRESS" in the ProcessorConfig',
    saving: STANDARD - EXPRESS,
  };
}
