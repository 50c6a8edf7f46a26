import assert from "node:assert/strict";
import { lint } from "../../../statemachine/lint";

type State = Record<string, unknown>;
type States = Record<string, State>;

/** A workflow without faults, of every type of state, in JSONPath. */
function good(): States {
  const retry = {
    ErrorEquals: ["States.ALL"],
    IntervalSeconds: 2,
    MaxAttempts: 3,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: "FULL",
  };
  const invoke = (fields: object): State => ({
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: {
      FunctionName: "arn:aws:lambda:eu-west-1:111122223333:function:check:live",
      "Payload.$": "$",
    },
    TimeoutSeconds: 10,
    Retry: [{ ...retry }],
    ...fields,
  });
  return {
    Check: invoke({ ResultPath: "$.check", Next: "Ready" }),
    Ready: {
      Type: "Choice",
      Choices: [
        { Variable: "$.check.status", StringEquals: "open", Next: "Pause" },
        { Variable: "$.check.status", StringEquals: "done", Next: "Both" },
      ],
      Default: "Refused",
    },
    Pause: { Type: "Wait", Seconds: 30, Next: "Check" },
    Both: {
      Type: "Parallel",
      Branches: [
        { StartAt: "Left", States: { Left: { Type: "Pass", Result: { side: 1 }, End: true } } },
        { StartAt: "Right", States: { Right: { Type: "Pass", Result: { side: 2 }, End: true } } },
      ],
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Refused" }],
      Next: "Each",
    },
    Each: {
      Type: "Map",
      ItemsPath: "$.items",
      MaxConcurrency: 5,
      ItemProcessor: { StartAt: "One", States: { One: invoke({ End: true }) } },
      Retry: [{ ...retry }],
      Next: "Note",
    },
    Note: { Type: "Pass", Result: { done: true }, Next: "Done" },
    Done: { Type: "Succeed" },
    Refused: { Type: "Fail", Error: "Refused", Cause: "The order was refused." },
  };
}

interface Fault {
  readonly name: string;
  readonly seed: (states: States, machine: State) => void;
  /** The code of the finding, and where it points. */
  readonly code: string;
  readonly path: string;
}

const part = (state: State | undefined, key: string, index = 0): State =>
  (state?.[key] as State[])[index] as State;
const WAITS = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";

/** The faults of a published comparison, of which three linters together find eighteen, and some more. */
const FAULTS: readonly Fault[] = [
  {
    name: "Next to nowhere",
    code: "unknown-target",
    path: "/States/Note/Next",
    seed: (s) => (s.Note!.Next = "Nowhere"),
  },
  {
    name: "StartAt to nowhere",
    code: "unknown-target",
    path: "/StartAt",
    seed: (_, m) => (m.StartAt = "Nowhere"),
  },
  {
    name: "Default to nowhere",
    code: "unknown-target",
    path: "/States/Ready/Default",
    seed: (s) => (s.Ready!.Default = "Nowhere"),
  },
  {
    name: "Catch to nowhere",
    code: "unknown-target",
    path: "/States/Both/Catch/0/Next",
    seed: (s) => (part(s.Both, "Catch").Next = "Nowhere"),
  },
  {
    name: "a branch that leaves itself",
    code: "unknown-target",
    path: "/States/Both/Branches/0/States/Left/Next",
    seed: (s) =>
      ((part(s.Both, "Branches").States as States).Left = {
        Type: "Pass",
        Result: 1,
        Next: "Note",
      }),
  },
  {
    name: "an unreachable state",
    code: "unreachable-state",
    path: "/States/Lost",
    seed: (s) => (s.Lost = { Type: "Succeed" }),
  },
  {
    name: "an unreachable island of two",
    code: "unreachable-state",
    path: "/States/IslandA",
    seed: (s) =>
      Object.assign(s, {
        IslandA: { Type: "Pass", Next: "IslandB" },
        IslandB: { Type: "Pass", Next: "IslandA" },
      }),
  },
  {
    name: "a loop that only a Catch leaves",
    code: "endless-loop",
    path: "/States/Check",
    seed: (s) =>
      Object.assign(s.Check!, {
        Next: "Pause",
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.e", Next: "Ready" }],
      }),
  },
  {
    name: "no terminal",
    code: "no-terminal",
    path: "/States/Both/Branches/0/States",
    seed: (s) =>
      ((part(s.Both, "Branches").States as States).Left = {
        Type: "Pass",
        Result: 1,
        Next: "Left",
      }),
  },
  {
    name: "both Next and End",
    code: "next-or-end",
    path: "/States/Note",
    seed: (s) => (s.Note!.End = true),
  },
  {
    name: "neither Next nor End",
    code: "next-or-end",
    path: "/States/Note",
    seed: (s) => delete s.Note!.Next,
  },
  {
    name: "the same name twice",
    code: "duplicate-state-name",
    path: "/States/Each/ItemProcessor/States/Note",
    seed: (s) =>
      (s.Each!.ItemProcessor = {
        StartAt: "Note",
        States: { Note: { Type: "Pass", Result: 1, End: true } },
      }),
  },
  {
    name: "a name of 81 characters",
    code: "state-name",
    path: `/States/${"n".repeat(81)}`,
    seed: (s) => {
      s["n".repeat(81)] = s.Note!;
      delete s.Note;
      s.Each!.Next = "n".repeat(81);
    },
  },
  {
    name: "no branches",
    code: "wrong-value",
    path: "/States/Both/Branches",
    seed: (s) => (s.Both!.Branches = []),
  },
  {
    name: "a Choice without Default",
    code: "choice-without-default",
    path: "/States/Ready",
    seed: (s) => delete s.Ready!.Default,
  },
  {
    name: "a Default back into the loop",
    code: "default-loops",
    path: "/States/Ready/Default",
    seed: (s) => Object.assign(s.Ready!, { Default: "Pause" }),
  },
  {
    name: "a Wait without a time",
    code: "wait-time",
    path: "/States/Pause",
    seed: (s) => delete s.Pause!.Seconds,
  },
  {
    name: "a Wait with two times",
    code: "wait-time",
    path: "/States/Pause",
    seed: (s) => (s.Pause!.SecondsPath = "$.wait"),
  },
  {
    name: "no TimeoutSeconds",
    code: "task-timeout",
    path: "/States/Check",
    seed: (s) => delete s.Check!.TimeoutSeconds,
  },
  {
    name: "a heartbeat longer than the timeout",
    code: "heartbeat-too-long",
    path: "/States/Check/HeartbeatSeconds",
    seed: (s) => (s.Check!.HeartbeatSeconds = 60),
  },
  {
    name: "States.ALL first",
    code: "states-all-order",
    path: "/States/Check/Retry/0",
    seed: (s) =>
      (s.Check!.Retry as State[]).push({
        ...part(s.Check, "Retry"),
        ErrorEquals: ["States.Timeout"],
      }),
  },
  {
    name: "States.ALL with others",
    code: "states-all-alone",
    path: "/States/Check/Retry/0/ErrorEquals",
    seed: (s) => (part(s.Check, "Retry").ErrorEquals = ["States.Timeout", "States.ALL"]),
  },
  {
    name: "a delay cap under the interval",
    code: "delay-cap-too-low",
    path: "/States/Check/Retry/0/MaxDelaySeconds",
    seed: (s) => (part(s.Check, "Retry").MaxDelaySeconds = 1),
  },
  {
    name: "an error that does not exist",
    code: "unknown-states-error",
    path: "/States/Check/Retry/0/ErrorEquals/0",
    seed: (s) => (part(s.Check, "Retry").ErrorEquals = ["States.Foo"]),
  },
  {
    name: "a retry of States.Runtime",
    code: "unseen-error",
    path: "/States/Check/Retry/0/ErrorEquals/0",
    seed: (s) => (part(s.Check, "Retry").ErrorEquals = ["States.Runtime"]),
  },
  {
    name: "an unknown jitter",
    code: "wrong-value",
    path: "/States/Check/Retry/0/JitterStrategy",
    seed: (s) => (part(s.Check, "Retry").JitterStrategy = "SOME"),
  },
  {
    name: "a backoff below one",
    code: "wrong-value",
    path: "/States/Check/Retry/0/BackoffRate",
    seed: (s) => (part(s.Check, "Retry").BackoffRate = 0.5),
  },
  {
    name: "lambda:invoke.sync",
    code: "unsupported-pattern",
    path: "/States/Check/Resource",
    seed: (s) => (s.Check!.Resource = "arn:aws:states:::lambda:invoke.sync"),
  },
  {
    name: "lambdaa:invoke",
    code: "unknown-integration",
    path: "/States/Check/Resource",
    seed: (s) => (s.Check!.Resource = "arn:aws:states:::lambdaa:invoke"),
  },
  {
    name: "a token that is not passed on",
    code: "task-token-missing",
    path: "/States/Check",
    seed: (s) =>
      Object.assign(s.Check!, {
        Resource: WAITS,
        HeartbeatSeconds: 5,
        Parameters: { QueueUrl: "q", MessageBody: "x" },
      }),
  },
  {
    name: "a path without .$",
    code: "path-without-dollar",
    path: "/States/Check/Parameters/Order",
    seed: (s) => ((s.Check!.Parameters as State).Order = "$.order"),
  },
  {
    name: "JSONata in JSONPath",
    code: "jsonata-in-jsonpath",
    path: "/States/Check/Parameters/Order",
    seed: (s) => ((s.Check!.Parameters as State).Order = "{% $states.input %}"),
  },
  {
    name: "JSONPath in JSONata",
    code: "path-in-jsonata",
    path: "/States/Note/Output/order.$",
    seed: (s) =>
      (s.Note = {
        Type: "Pass",
        QueryLanguage: "JSONata",
        Output: { "order.$": "$.order" },
        Next: "Done",
      }),
  },
  {
    name: "broken JSONata",
    code: "jsonata-syntax",
    path: "/States/Note/Output",
    seed: (s) =>
      (s.Note = { Type: "Pass", QueryLanguage: "JSONata", Output: "{% 1 + %}", Next: "Done" }),
  },
  {
    name: "an undefined variable",
    code: "undefined-variable",
    path: "/States/Note/Output",
    seed: (s) =>
      (s.Note = { Type: "Pass", QueryLanguage: "JSONata", Output: "{% $total %}", Next: "Done" }),
  },
  {
    name: "an Inline Map with an ItemReader",
    code: "distributed-only-field",
    path: "/States/Each/ItemReader",
    seed: (s) => (s.Each!.ItemReader = { Resource: "arn:aws:states:::s3:getObject" }),
  },
  {
    name: "a Distributed Map without ExecutionType",
    code: "execution-type",
    path: "/States/Each/ItemProcessor/ProcessorConfig",
    seed: (s) => ((s.Each!.ItemProcessor as State).ProcessorConfig = { Mode: "DISTRIBUTED" }),
  },
  {
    name: "a Map without MaxConcurrency",
    code: "map-concurrency",
    path: "/States/Each",
    seed: (s) => delete s.Each!.MaxConcurrency,
  },
  {
    name: "an unqualified function",
    code: "unqualified-function",
    path: "/States/Check/Parameters/FunctionName",
    seed: (s) =>
      ((s.Check!.Parameters as State).FunctionName =
        "arn:aws:lambda:eu-west-1:111122223333:function:check"),
  },
  {
    name: "a wildcard function",
    code: "wildcard-resource",
    path: "/States/Check/Resource",
    seed: (s) => (s.Check!.Resource = "arn:aws:lambda:eu-west-1:111122223333:function:*"),
  },
  {
    name: "an access key",
    code: "secret-literal",
    path: "/States/Check/Parameters/Key",
    seed: (s) => ((s.Check!.Parameters as State).Key = `AKIA${"Q".repeat(16)}`),
  },
  {
    name: "a result of 300 KB",
    code: "payload-too-large",
    path: "/States/Note/Result",
    seed: (s) => (s.Note!.Result = "x".repeat(300_000)),
  },
];

describe("seeded faults", () => {
  it("the workflow without faults has no findings", () => {
    assert.deepEqual(lint(machine(good())), []);
  });

  for (const { name, seed, code, path } of FAULTS) {
    it(`${name}: ${code} at ${path}`, () => {
      const states = good();
      const definition = machine(states);
      seed(states, definition);
      const found = lint(definition).map((finding) => `${finding.code} ${finding.path}`);
      assert.ok(found.includes(`${code} ${path}`), found.join("\n"));
    });
  }
});

function machine(States: States): State {
  return { StartAt: "Check", TimeoutSeconds: 3600, States };
}
