import { readMachine, type StateNode } from "../../statemachine/definition";
import { display, isRecord, type JsonRecord } from "../../statemachine/json";

/** What the emulator does otherwise than AWS in one state, or in the machine. */
export interface Gap {
  /** The state's name; empty for the machine. */
  readonly state: string;
  readonly what: string;
}

/** Services that the emulator calls where a task names them, of those with an integration of their own. */
const SERVICES = "lambda|sqs|sns|dynamodb|events|states|ecs|activity";

/** What no path of the emulator's has after what it can read, in the JSON text of a state. */
const UNREADABLE = /\$(?:[\w.*[\]-]|\['[^']*'\])*(?:\[\?|\.\.|\[-|\[\d*[:,]|\['[^']*',)/u;

/** What it does not do, by the fields of a state. Measured with MiniStack 1.5.33: create, run, compare. */
const OF_STATES: readonly (readonly [what: string, applies: (state: StateNode) => boolean])[] = [
  [
    "its service is not there: the task fails with States.Runtime",
    ({ value }) => {
      const [, service] = /:states:::([\w-]+):/.exec(display(value["Resource"])) ?? [];
      return service !== undefined && !new RegExp(`^(${SERVICES}|aws-sdk)$`).test(service);
    },
  ],
  [
    "the SDK call is not there: the task fails with States.Runtime",
    ({ value }) =>
      /:aws-sdk:(s3:(get|put)Object|lambda:list|ses|sesv2|textract)/i.test(
        display(value["Resource"]),
      ),
  ],
  ["HeartbeatSeconds does not end it", has("HeartbeatSeconds", "HeartbeatSecondsPath")],
  ["TimeoutSecondsPath does not end it", has("TimeoutSecondsPath")],
  [
    "MaxDelaySeconds and JitterStrategy do not change its retries",
    ({ value }) =>
      retriesOf(value).some((each) => "MaxDelaySeconds" in each || "JitterStrategy" in each),
  ],
  [
    "Assign sets no variables in JSONPath",
    ({ value, language }) => language === "JSONPath" && "Assign" in value,
  ],
  [
    "filters, slices, unions, .. and places from the end give nothing in its paths",
    ({ value, language }) =>
      language === "JSONPath" && UNREADABLE.test(JSON.stringify(value, withoutOthers)),
  ],
  ["ItemBatcher makes no batches", has("ItemBatcher")],
  ["ResultWriter writes nothing", has("ResultWriter")],
  [
    "a child that fails does so by its own error, not States.TaskFailed",
    ({ value }) => /startExecution\.sync/.test(display(value["Resource"])),
  ],
];

/** What the emulator does not do of a definition, in the order of its states: to be said before it runs. */
export function gapsOf(definition: JsonRecord): Gap[] {
  const machine =
    "TimeoutSeconds" in definition ? ["TimeoutSeconds does not end an execution"] : [];
  return [
    ...machine.map((what) => ({ state: "", what })),
    ...readMachine(definition).states.flatMap((state) =>
      OF_STATES.filter(([, applies]) => applies(state)).map(([what]) => ({
        state: state.name,
        what,
      })),
    ),
  ];
}

/** The list for a person; nothing when there is nothing to say. @param mocked states whose tasks are answered by mocks */
export function gapNotice(gaps: readonly Gap[], mocked: ReadonlySet<string>): string[] {
  const left = gaps.filter(({ state }) => !mocked.has(state));
  if (left.length === 0) return [];
  return [
    "The emulator does not do what AWS does here:",
    ...left.map(({ state, what }) => `  ${state === "" ? "the machine" : state}: ${what}`),
    "  (--mock FILE answers tasks by the names of their states)",
  ];
}

function has(...fields: string[]): (state: StateNode) => boolean {
  return ({ value }) => fields.some((field) => field in value);
}

/** Leaves out of a state's JSON text what is none of its paths. */
function withoutOthers(key: string, value: unknown): unknown {
  return /^(?:ItemProcessor|Iterator|Branches|Comment)$/u.test(key) ? undefined : value;
}

function retriesOf({ Retry: retries }: JsonRecord): JsonRecord[] {
  return Array.isArray(retries) ? retries.filter(isRecord) : [];
}
