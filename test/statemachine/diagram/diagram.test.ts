import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { diagram, DiagramError, HistoryError, readVisits } from "../../../statemachine/diagram";
import { conditionText } from "../../../statemachine/diagram/graph/condition";
import { detailOf } from "../../../statemachine/diagram/graph/detail";
import { durationText } from "../../../statemachine/diagram/graph/text";
import { readHistory } from "../../../statemachine/diagram/execution/history";
import { buildGraph } from "../../../statemachine/diagram/graph/build";
import { shapePath } from "../../../statemachine/diagram/render/shapes";
import { PALETTES } from "../../../statemachine/diagram/render/style";
import { widthOf, wrap } from "../../../statemachine/diagram/layout/text";
import { placeholder } from "../../../statemachine/definition/placeholder";
import { hundredStates } from "../../support/hundred-states";

const file = path.join(__dirname, "../../../statemachine/definition.asl.json");
const example = JSON.parse(readFileSync(file, "utf8")) as unknown;
const machine = (States: object): object => ({ StartAt: Object.keys(States)[0], States });
const svgOf = (States: object, history?: unknown): Promise<string> =>
  diagram(machine(States), { format: "svg", history });
/** Throws when the text is no well-formed XML. */
const parseXml = (svg: string): unknown => new Resvg(svg, { font: { loadSystemFonts: false } });
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text = ""]) =>
    text.replaceAll("&quot;", '"').replaceAll("&lt;", "<"),
  );

describe("the picture of a workflow", () => {
  it("names every state, condition and error", async () => {
    const svg = await diagram(example, { format: "svg" });
    parseXml(svg);
    for (const text of ["LambdaInvoke", "CheckStatusCode", "Wait", "SuccessState", "FailState"]) {
      assert.ok(texts(svg).includes(text), text);
    }
    assert.ok(texts(svg).includes("$.statusCode = 500"));
    assert.ok(texts(svg).includes("States.ALL"));
    assert.match(svg, /role="img" aria-labelledby="title desc"/u);
    assert.match(svg, /<title id="title">State machine of 5 states<\/title>/u);
  });

  it("is the same bytes each time", async () => {
    for (const format of ["svg", "png", "mmd"] as const) {
      const draw = (): Promise<string | Uint8Array> => diagram(example, { format, theme: "dark" });
      assert.deepEqual(await draw(), await draw());
    }
  });

  it("follows the reader's theme only when asked to", async () => {
    const [auto, light, dark] = await Promise.all(
      (["auto", "light", "dark"] as const).map((theme) =>
        diagram(example, { format: "svg", theme }),
      ),
    );
    assert.match(auto ?? "", /@media \(prefers-color-scheme:dark\)/u);
    assert.doesNotMatch(light ?? "", /@media/u);
    assert.notEqual(light, dark);
  });

  it("leaves no colour of its style sheet out", async () => {
    const svg = await svgOf({ A: { Type: "Succeed" } });
    assert.doesNotMatch(/<style>(.*)<\/style>/u.exec(svg)?.[1] ?? "", /\$|undefined|[:;][;}]/u);
  });

  it("is a PNG", async () => {
    const png = await diagram(example, { format: "png" });
    assert.deepEqual([...png.slice(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  });

  it("escapes names for XML and for Mermaid", async () => {
    const name = `<b>"&'\u0001 \uD800 注文 ü]]>`;
    const states = { [name]: { Type: "Pass", Comment: "--><script>", End: true } };
    const svg = await svgOf(states);
    parseXml(svg);
    assert.doesNotMatch(svg, /<b>|<script>/u);
    const mermaid = await diagram(machine(states), { format: "mmd" });
    assert.match(mermaid, /n1\[\/"#60;b#62;#34;#38;'/u);
  });

  it("draws branches and items in boxes, with everything that is inside of them", () => {
    const inner = (name: string): object => machine({ [name]: { Type: "Pass", End: true } });
    const { nodes, boxes } = buildGraph(
      machine({
        P: { Type: "Parallel", Branches: [inner("A"), inner("B")], Next: "M" },
        M: { Type: "Map", ItemProcessor: inner("C"), End: true },
      }),
    );
    const boxOf = (name: string): string | undefined =>
      nodes.find((node) => node.name === name)?.box;
    const kinds = Object.fromEntries(boxes.map(({ id, kind, parent }) => [id, [kind, parent]]));
    assert.deepEqual(kinds[boxOf("A") ?? ""], ["Branch", boxOf("P")]);
    assert.deepEqual(kinds[boxOf("B") ?? ""], ["Branch", boxOf("P")]);
    assert.deepEqual(kinds[boxOf("C") ?? ""], ["Map", undefined]);
    assert.notEqual(boxOf("A"), boxOf("B"));
  });

  it("gives each type of state a shape and a colour of its own", async () => {
    const states = {
      Task: { Type: "Task", Resource: "x", Next: "Pass" },
      Pass: { Type: "Pass", Next: "Choice" },
      Choice: { Type: "Choice", Choices: [], Default: "Wait" },
      Wait: { Type: "Wait", Seconds: 1, Next: "Parallel" },
      Parallel: { Type: "Parallel", Branches: [], Next: "Map" },
      Map: { Type: "Map", ItemProcessor: machine({ In: { Type: "Succeed" } }), Next: "Succeed" },
      Succeed: { Type: "Succeed" },
      Fail: { Type: "Fail" },
    };
    const svg = await svgOf(states);
    const kinds = Object.keys(states) as (keyof typeof states)[];
    for (const kind of kinds) assert.match(svg, new RegExp(`class="shape ${kind}"`, "u"));
    const outlines = kinds.map((kind) => shapePath(kind, 100, 40));
    assert.equal(new Set(outlines).size, 8);
    const colours = kinds.map((kind) => PALETTES.light.paints[kind].stroke);
    assert.equal(new Set(colours).size, 8);
  });

  it("keeps text readable on every fill, in both themes", () => {
    for (const palette of Object.values(PALETTES)) {
      for (const [kind, { fill }] of Object.entries(palette.paints)) {
        if (["Start", "Join", "Point"].includes(kind)) continue;
        assert.ok(contrast(palette.text, fill) >= 7, `text on ${kind}`);
        assert.ok(contrast(palette.muted, fill) >= 4.5, `detail on ${kind}`);
      }
      for (const pill of [palette.success, palette.error, palette.running, palette.muted]) {
        assert.ok(contrast(palette.background, pill) >= 4.5, `badge on ${pill}`);
      }
      assert.ok(contrast(palette.error, palette.background) >= 4.5, "errors on the background");
    }
  });

  it("draws what is wrong with a definition as far as it can", async () => {
    const svg = await svgOf({ A: { Type: "Pass", Next: "Gone" }, B: { Type: "Tusk" }, C: 5 });
    parseXml(svg);
    assert.match(svg, /class="shape Missing"/u);
    assert.ok(texts(svg).includes("Gone") && texts(svg).includes('Type "Tusk"'));
  });

  it("refuses what has no states, in one sentence", async () => {
    for (const definition of [null, [], "x", {}, { States: [] }]) {
      await assert.rejects(diagram(definition, { format: "svg" }), DiagramError);
    }
  });

  it("gives well-formed XML for any value", async () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("A", "B", "Choice", "Map"),
    );
    const state = fc.record(
      {
        Type: fc.oneof(fc.constantFrom("Task", "Choice", "Parallel", "Map", "Wait", "Fail"), text),
        Next: text,
        Default: text,
        Choices: fc.oneof(fc.array(fc.record({ Next: text, Variable: text })), fc.anything()),
        Branches: fc.oneof(
          fc.array(fc.record({ StartAt: text, States: fc.object() })),
          fc.anything(),
        ),
        Catch: fc.oneof(
          fc.array(fc.record({ ErrorEquals: fc.array(text), Next: text })),
          fc.anything(),
        ),
        Retry: fc.anything(),
        Comment: fc.anything(),
        Seconds: fc.anything(),
      },
      { requiredKeys: ["Type"] },
    );
    const definition = fc.record({
      StartAt: text,
      States: fc.dictionary(text, state, { maxKeys: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(definition, async (value) => {
        parseXml(await diagram(value, { format: "svg" }));
        await diagram(value, { format: "mmd" });
      }),
      { numRuns: 60 },
    );
  });

  it("replaces long error lines into a much-used handler by references", async () => {
    const svg = await diagram(hundredStates(), { format: "svg" });
    assert.ok(texts(svg).includes("errors of 40 states"));
    assert.equal(texts(svg).filter((text) => text === "Notify failure").length, 41);
  });
});

describe("a picture that is too much", () => {
  const tangle = machine(
    Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => {
        const targets = Array.from({ length: 10 }, (__, rule) => (index * 7 + rule * 13) % 100);
        const rules = targets.map((to) => ({ Condition: "{% true %}", Next: `S${to}` }));
        return [`S${index}`, { Type: "Choice", Choices: rules }];
      }),
    ),
  );
  const nested = (levels: number): object =>
    machine({
      [`M${levels}`]:
        levels === 0
          ? { Type: "Succeed" }
          : { Type: "Map", Iterator: nested(levels - 1), End: true },
    });

  it("draws jumps of a tangle as references, where lines would take minutes", async () => {
    const svg = await diagram(tangle, { format: "svg" });
    parseXml(svg);
    assert.match(svg, /class="shape Jump"/u);
  });

  it("draws 100 levels, and says so when there are too many", async () => {
    parseXml(await diagram(nested(100), { format: "svg" }));
    await assert.rejects(
      diagram(nested(300), { format: "svg" }),
      /nested 300 deep \(at most 200\)/u,
    );
    await assert.rejects(diagram(nested(1000), { format: "mmd" }), /deeper than 500 levels/u);
    parseXml(await diagram(nested(3), { format: "svg" }));
  });
});

describe("texts in the picture", () => {
  const conditions: [string, object, string][] = [
    ["a comparison", { Variable: "$.a", NumericGreaterThanEquals: 5 }, "$.a ≥ 5"],
    ["a comparison of paths", { Variable: "$.a", StringLessThanPath: "$.b" }, "$.a < $.b"],
    ["a pattern", { Variable: "$.a", StringMatches: "x*" }, '$.a matches "x*"'],
    ["a presence", { Variable: "$.a", IsPresent: false }, "$.a is absent"],
    [
      "a combination",
      {
        And: [
          { Variable: "$.a", IsNull: true },
          {
            Or: [
              { Variable: "$.b", BooleanEquals: true },
              { Not: { Variable: "$.c", IsString: true } },
            ],
          },
        ],
      },
      "$.a is null and ($.b = true or not $.c is a string)",
    ],
    [
      "JSONata",
      { Condition: "{% $states.input.n > 1\n and true %}" },
      "$states.input.n > 1 and true",
    ],
    ["nothing", {}, "? ?"],
  ];
  for (const [what, rule, text] of conditions) {
    it(`say ${what} as "${text}"`, () => assert.equal(conditionText(rule), text));
  }

  const details: [object, string][] = [
    [
      { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" },
      "sqs: sendMessage, waits for a callback",
    ],
    [
      { Type: "Task", Resource: "arn:aws:states:::glue:startJobRun.sync" },
      "glue: startJobRun, waits for the job",
    ],
    [{ Type: "Task", Resource: "arn:aws:states:::aws-sdk:s3:getObject" }, "s3: getObject"],
    [
      { Type: "Task", Resource: "arn:aws:lambda:eu-west-1:123456789012:function:work:live" },
      "lambda: work",
    ],
    [
      {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: placeholder(0) },
      },
      "lambda: invoke",
    ],
    [{ Type: "Wait", SecondsPath: "$.s" }, "$.s s"],
    [{ Type: "Map", ItemsPath: "$.l", MaxConcurrency: 5 }, "each of $.l, 5 at once"],
  ];
  for (const [state, text] of details) {
    it(`tell what a state does as "${text}"`, () => assert.equal(detailOf({ ...state }), text));
  }

  it("give durations for people", () => {
    assert.deepEqual([0.123, 9.99, 45.6, 90, 5400, 90_061].map(durationText), [
      "0.12 s",
      "9.99 s",
      "45.6 s",
      "1 min 30 s",
      "1 h 30 min",
      "1 d 1 h",
    ]);
  });

  it("are broken into lines that fit, and lose nothing but spaces", () => {
    const font = { size: 13, bold: true };
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        const lines = wrap(text, font, 60, 999);
        assert.equal(lines.join("").replaceAll(/\s/gu, ""), text.replaceAll(/\s/gu, ""));
        for (const line of lines) assert.ok([...line].length <= 1 || widthOf(line, font) <= 60);
      }),
    );
    assert.deepEqual(wrap("one two three four", font, 60, 2), ["one two", "three fo…"]);
  });
});

describe("an execution on the picture", () => {
  const event = (id: number, type: string, more: object = {}): object => ({
    id,
    type,
    timestamp: new Date(id * 1000).toISOString(),
    ...more,
  });
  const entered = (id: number, type: string, name: string): object =>
    event(id, `${type}StateEntered`, { stateEnteredEventDetails: { name } });
  const exited = (id: number, type: string, name: string): object =>
    event(id, `${type}StateExited`, { stateExitedEventDetails: { name } });
  const events = [
    event(1, "ExecutionStarted"),
    entered(2, "Task", "A"),
    event(3, "TaskScheduled"),
    event(4, "TaskFailed", { taskFailedEventDetails: { error: "Busy" } }),
    event(5, "TaskScheduled"),
    event(6, "TaskFailed", { taskFailedEventDetails: { error: "Broken" } }),
    exited(7, "Task", "A"),
    entered(8, "Fail", "F"),
    event(9, "ExecutionFailed", { executionFailedEventDetails: { error: "F" } }),
  ];

  it("reads status, attempts, errors and times, without previousEventId too", () => {
    const trace = readHistory({ events });
    assert.equal(trace.status, "FAILED");
    assert.equal(trace.seconds, 8);
    assert.deepEqual(trace.states.get("A"), {
      status: "caught",
      visits: 1,
      attempts: 2,
      seconds: 5,
      error: "Broken",
    });
    assert.equal(trace.states.get("F")?.status, "failed");
    assert.ok(trace.went("A", "F", true) && !trace.went("A", "F", false));
  });

  for (const type of [
    "LambdaFunctionScheduleFailed",
    "LambdaFunctionStartFailed",
    "TaskStartFailed",
    "TaskSubmitFailed",
  ]) {
    it(`takes ${type} for a failure`, () => {
      const trace = readHistory([
        event(1, "ExecutionStarted"),
        entered(2, "Task", "A"),
        event(3, "TaskScheduled"),
        event(4, type, { details: { error: "Denied" } }),
        exited(5, "Task", "A"),
        entered(6, "Pass", "B"),
      ]);
      const { status, error } = trace.states.get("A") ?? {};
      assert.deepEqual([status, error], ["caught", "Denied"]);
      assert.ok(trace.went("A", "B", true));
    });
  }

  it("takes an execution without an event for one that runs", () => {
    assert.equal(readHistory({ events: [] }).status, "RUNNING");
  });

  it("goes on with an execution that is redriven", () => {
    const failed = [
      event(1, "ExecutionStarted"),
      entered(2, "Task", "A"),
      event(3, "TaskScheduled"),
      event(4, "TaskFailed", { taskFailedEventDetails: { error: "Busy" } }),
      event(5, "ExecutionFailed", { executionFailedEventDetails: { error: "Busy" } }),
      event(6, "ExecutionRedriven", { executionRedrivenEventDetails: { redriveCount: 1 } }),
      event(7, "TaskScheduled"),
    ];
    const again = readVisits(failed);
    assert.deepEqual([again.status, again.visits[0]?.status], ["RUNNING", "running"]);
    assert.equal(again.visits[0]?.end, undefined);
    const succeeded = [
      event(8, "TaskSucceeded"),
      exited(9, "Task", "A"),
      event(10, "ExecutionSucceeded"),
    ];
    const trace = readHistory([...failed, ...succeeded]);
    assert.equal(trace.status, "SUCCEEDED");
    assert.equal(trace.states.get("A")?.status, "succeeded");
    assert.equal(trace.states.get("A")?.attempts, 2);
  });

  it("follows previousEventId through branches", () => {
    const from = (previousEventId: number, more: object): object => ({ ...more, previousEventId });
    const trace = readHistory([
      from(0, event(1, "ExecutionStarted")),
      from(1, entered(2, "Parallel", "P")),
      from(2, event(3, "ParallelStateStarted")),
      from(3, entered(4, "Pass", "L")),
      from(3, entered(5, "Pass", "R")),
      from(4, exited(6, "Pass", "L")),
      from(5, exited(7, "Pass", "R")),
      from(6, entered(8, "Pass", "L2")),
      from(8, exited(9, "Pass", "L2")),
      from(9, event(10, "ParallelStateSucceeded")),
      from(10, exited(11, "Parallel", "P")),
      from(11, event(12, "ExecutionSucceeded")),
    ]);
    assert.ok(
      trace.went("P", "L", false) && trace.went("P", "R", false) && trace.went("L", "L2", false),
    );
    assert.ok(!trace.went("R", "L2", false));
    assert.ok(trace.ended("L2") && trace.ended("R") && !trace.ended("L"));
    assert.equal(trace.states.get("P")?.status, "succeeded");
  });

  it("reads a path of names or of objects", () => {
    const plain = readHistory({ status: "FAILED", path: ["A", "B", "A"] });
    assert.deepEqual([...plain.states.keys()], ["A", "B"]);
    assert.deepEqual(plain.states.get("A"), { status: "failed", visits: 2 });
    const rich = readHistory({
      path: [{ name: "A", status: "SUCCEEDED", seconds: 2, attempts: 3 }],
    });
    assert.deepEqual(rich.states.get("A"), {
      status: "succeeded",
      visits: 1,
      seconds: 2,
      attempts: 3,
    });
  });

  it("reads of a path of objects what failed, by whatever case its status is written in", () => {
    const trace = readHistory({
      path: [{ state: "A" }, { state: "B", status: "FAILED", error: "Boom" }],
    });
    assert.equal(trace.status, "FAILED");
    assert.deepEqual(trace.states.get("A"), { status: "succeeded", visits: 1 });
    assert.deepEqual(trace.states.get("B"), { status: "failed", visits: 1, error: "Boom" });
  });

  it("reads the steps of a local run, with their times in milliseconds", () => {
    const steps = [{ state: "A", startMs: 0, durationMs: 1500 }];
    const trace = readHistory({ status: "SUCCEEDED", path: ["A"], steps, durationMs: 1600 });
    assert.deepEqual(trace.states.get("A"), { status: "succeeded", visits: 1, seconds: 1.5 });
    assert.equal(trace.seconds, 1.6);
  });

  it("finds the error path in a path of names, where it is the only way", async () => {
    const svg = await diagram(example, {
      format: "svg",
      history: { path: ["LambdaInvoke", "FailState"] },
    });
    assert.match(svg, /<g class="taken"><title>[^<]*States\.ALL/u);
  });

  it("says of a visit in Mermaid what it says in SVG", async () => {
    const states = { A: { Type: "Task", Resource: "a", Next: "B" }, B: { Type: "Succeed" } };
    const history = {
      path: [
        { state: "A", attempts: 1, seconds: 2 },
        { state: "B", seconds: 0 },
      ],
    };
    const mermaid = await diagram(machine(states), { format: "mmd", history });
    assert.match(mermaid, /"A<br\/>a<br\/>succeeded, 1 attempt, 2 s"/u);
    assert.match(mermaid, /"B<br\/>succeeded"/u);
  });

  it("marks visited states and takes the others back", async () => {
    const states = {
      A: {
        Type: "Task",
        Resource: "x",
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "F" }],
        Next: "B",
      },
      B: { Type: "Succeed" },
      F: { Type: "Fail" },
    };
    const svg = await svgOf(states, { events });
    parseXml(svg);
    assert.ok(texts(svg).includes("FAILED in 8 s"));
    assert.ok(texts(svg).includes("2 attempts · 5 s"));
    assert.match(svg, /<g class="node idle"[^>]*><title>Succeed B/u);
    assert.match(svg, /<g class="node taken"[^>]*><title>Fail F/u);
  });

  it("refuses what is no history, and says what one is", async () => {
    for (const history of [null, 5, {}, { path: [1] }]) {
      await assert.rejects(svgOf({ A: { Type: "Succeed" } }, history), HistoryError);
    }
  });
});

/** The contrast of two colours after WCAG 2.2. */
function contrast(first: string, second: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
