import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { readMachine } from "../../statemachine/definition";
import { diagram } from "../../statemachine/diagram";
import { Refusal } from "./guard";
import { nameIn, type Executions, type Seen } from "./executions";
import { stackFacts, type Source } from "./stack-facts";

/** The most that one answer holds: of a history's events, and of a log's newest lines. */
const MOST = { events: 500, lines: 1000 } as const;

/** The first that there is is the picture's own: every text in it is escaped. */
const STYLE = /<style>([^<]*)<\/style>/u;

/** What a question may ask. */
export interface Question {
  readonly source: Source;
  readonly executions: Executions;
  readonly query: URLSearchParams;
}

/** What the page may ask for, by the last part of the path. */
export const ANSWERS: Readonly<Record<string, (question: Question) => Promise<unknown>>> = {
  stack: async ({ source }) => stackFacts(source),

  machines: async ({ executions }) => executions.machines(),

  /** The picture of an execution. Its style is apart: the page's policy takes none inside of a document. */
  picture: async (question) => {
    const { definition, events } = await seen(question);
    const svg = await diagram(definition, { format: "svg", history: events });
    const [, style = ""] = STYLE.exec(svg) ?? [];
    return { svg: svg.replace(STYLE, ""), style };
  },

  execution: async (question) => executionFacts(await seen(question)),

  /** One visit of a state, by default the last. */
  visit: async (question) => {
    const { visits, found } = await seen(question);
    const all = visits.filter(({ state }) => state === question.query.get("state"));
    const at = Math.min(number(question.query, "at", Infinity), all.length - 1);
    const visit = all[at];
    if (visit === undefined) return { total: 0 };
    const { input, output, error, cause, status, start, end } = visit;
    const begin = (found.startDate?.getTime() ?? 0) / 1000;
    return {
      ...{ total: all.length, at, input, output, error, cause, status },
      ...(start === undefined ? {} : { after: start - begin }),
      ...(start === undefined || end === undefined ? {} : { seconds: end - start }),
    };
  },

  /** A part of the history, a line for each event. */
  events: async (question) => {
    const { events } = await seen(question);
    const from = number(question.query, "from", 0);
    const count = Math.min(number(question.query, "count", MOST.events), MOST.events);
    const begin = events[0]?.timestamp?.getTime() ?? 0;
    const states = statesOfEvents(events);
    return events.slice(from, from + count).map(({ id, type, timestamp }, index) => ({
      ...{ id, type, state: states[from + index] },
      after: ((timestamp?.getTime() ?? 0) - begin) / 1000,
    }));
  },

  event: async (question) => {
    const { events } = await seen(question);
    return events[number(question.query, "id", 1) - 1] ?? null;
  },

  /** The newest lines of a log group. */
  logs: async ({ source, query }) => {
    const logGroupName = query.get("group") ?? "";
    const { events = [] } = await source.clients.logs.filterLogEvents({ logGroupName });
    return events
      .slice(-MOST.lines)
      .map(({ timestamp, message }) => ({ at: timestamp, text: message?.trimEnd() }));
  },
};

async function seen({ executions, query }: Question): Promise<Seen> {
  const arn = query.get("execution");
  if (arn === null) throw new Refusal(400, "Name the execution: ?execution=ARN.");
  return executions.see(arn);
}

function executionFacts({ found, definition, events, visits }: Seen): Record<string, unknown> {
  const { executionArn, stateMachineArn, status, input, output, error, cause } = found;
  return {
    arn: executionArn,
    name: found.name,
    machine: { arn: stateMachineArn, name: nameIn(stateMachineArn) },
    // The emulator gives a failed execution its error as output, too.
    ...{ status, input, output: status === "SUCCEEDED" ? output : undefined, error, cause },
    events: events.length,
    states: statesOf(definition, visits),
  };
}

/** All states: those that were entered in the order in which they were, then the others. */
function statesOf(definition: Seen["definition"], visits: Seen["visits"]): unknown[] {
  const types = new Map(readMachine(definition).states.map(({ name, type }) => [name, type]));
  const entered = new Map<string, { count: number; status: string }>();
  for (const { state, status } of visits) {
    entered.set(state, { count: (entered.get(state)?.count ?? 0) + 1, status });
  }
  return [...new Set([...entered.keys(), ...types.keys()])].map((name) => ({
    ...{ name, type: types.get(name) },
    ...{ visits: entered.get(name)?.count ?? 0, status: entered.get(name)?.status },
  }));
}

/** The state that each event is about: the one it names, or whose visit it follows from, which is an event before it. */
function statesOfEvents(events: readonly HistoryEvent[]): (string | undefined)[] {
  const states: (string | undefined)[] = [];
  for (const event of events) {
    const { stateEnteredEventDetails: entered, stateExitedEventDetails: left } = event;
    const before = (event.previousEventId ?? 0) - 1;
    const visited = events[before]?.stateExitedEventDetails ? undefined : states[before];
    states.push((entered ?? left)?.name ?? visited);
  }
  return states;
}

function number(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name) ?? "";
  if (text === "") return fallback;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Refusal(400, `${name} is a whole number of 0 or more, not "${text}".`);
}
