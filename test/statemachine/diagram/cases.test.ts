import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { diagram } from "../../../statemachine/diagram";
import { conditionText } from "../../../statemachine/diagram/graph/condition";
import { detailOf } from "../../../statemachine/diagram/graph/detail";
import { readHistory } from "../../../statemachine/diagram/execution/history";
import { buildGraph } from "../../../statemachine/diagram/graph/build";
import { wrapFanOuts } from "../../../statemachine/diagram/graph/fan-out";
import { foreignFonts, plainSigns } from "../../../statemachine/diagram/render/fonts";
import { placeGraph } from "../../../statemachine/diagram/layout/place";
import type { Layout } from "../../../statemachine/diagram/layout/layout";

const read = (file: string): unknown =>
  JSON.parse(readFileSync(path.join(__dirname, "cases", file), "utf8"));
const layoutOf = (file: string): Promise<Layout> => placeGraph(buildGraph(read(file)));
const one = (name: string, fields: object = {}): object => ({
  StartAt: name,
  States: { [name]: { Type: "Pass", End: true, ...fields } },
});

describe("a picture of an awkward definition", () => {
  it("starts on top and goes down, with one arrow back, where a loop goes round a Map", async () => {
    const { nodes, edges } = await layoutOf("diagram-1.asl.json");
    const y = new Map(nodes.map(({ id, at }) => [id, at.y]));
    const start = nodes.find(({ kind }) => kind === "Start");
    assert.equal(start?.at.y, Math.min(...y.values()));
    const back = edges.filter(({ from, to }) => (y.get(from) ?? 0) > (y.get(to) ?? 0));
    assert.deepEqual(
      back.map(({ labels }) => labels),
      [["$.n < 3"]],
    );
  });

  it("draws the tips of arrows after the shapes, which would hide them", async () => {
    const svg = await diagram(read("diagram-1.asl.json"), { format: "svg" });
    assert.ok(svg.indexOf('class="head"') > svg.lastIndexOf('class="shape'));
  });

  it("puts a fan-out of 20 into rows, with one line from row to row and one out of each", async () => {
    const { nodes, edges, width } = await placeGraph(
      wrapFanOuts(buildGraph(read("diagram-3.asl.json"))),
    );
    const cases = nodes.filter(({ name }) => name.startsWith("Handle case"));
    assert.equal(new Set(cases.map(({ at }) => Math.round(at.y))).size, 4);
    const [choice, end] = ["C", "Z"].map((name) => nodes.find((node) => node.name === name)?.id);
    assert.equal(edges.filter(({ from }) => from === choice).length, 1);
    // Four rows, and the default.
    assert.equal(edges.filter(({ to }) => to === end).length, 5);
    assert.ok(width < 2000, `${width} px wide`);
  });

  it("shows the way of an execution through rows", async () => {
    const history = { path: ["C", "Handle case number 7", "Z"] };
    const svg = await diagram(read("diagram-3.asl.json"), { format: "svg", history });
    const taken = [
      ...svg.matchAll(/<g class="taken">(?:<title>([^<]*)<\/title>)?<path class="edge"/gu),
    ];
    // Start, two points from row to row, the condition, its row's point, and from there to the end.
    assert.deepEqual(
      taken
        .map(([, title = ""]) => title.replaceAll("&quot;", '"'))
        .filter((title) => title !== ""),
      ['8. $.t = "k7"'],
    );
    assert.equal(taken.length, 6);
  });

  it("draws Chinese, Japanese, Korean and emoji in PNG, also where the machine has no fonts", async () => {
    const png = (name: string): Promise<Uint8Array> => diagram(one(name), { format: "png" });
    await diagram(read("diagram-4.asl.json"), { format: "png" });
    // Letters that no font has look all the same.
    for (const [name, other] of ["注文", "をん", "한국", "🚀✅", "认单"].map((pair) => [...pair])) {
      assert.notDeepEqual(await png(name ?? ""), await png(other ?? ""), name);
    }
    const { fonts, isComplete } = await foreignFonts("注文を確認する🚀 送信，「한국어」确认");
    assert.equal(isComplete, true);
    assert.deepEqual(
      fonts.map((font) => [...font.subarray(0, 4)]),
      fonts.map(() => [0, 1, 0, 0]),
    );
    assert.equal((await foreignFonts("שלום")).isComplete, false);
    assert.deepEqual(await foreignFonts("Prüfen ≥ Ж"), { fonts: [], isComplete: true });
  });

  it("draws a sequence of emoji as its first, and a flag as letters", () => {
    assert.equal(plainSigns("👩‍💻👍🏽⚠️🇩🇪 ok"), "👩👍⚠DE ok");
  });

  it("sets every text in the width it was measured for, whatever the reader's font", async () => {
    const states = { Retry: [{ ErrorEquals: ["E"] }], Type: "Task", Resource: "a" };
    const history = { steps: [{ state: "A", durationMs: 2710 }] };
    const svg = await diagram(one("A", states), { format: "svg", history });
    const texts = [...svg.matchAll(/<text [^>]*>/gu)].map(([tag]) => tag);
    assert.equal(texts.length, 5);
    assert.deepEqual(
      texts.filter((tag) => !/ textLength="[\d.]+" lengthAdjust="spacingAndGlyphs"/u.test(tag)),
      [],
    );
  });

  for (const [name, text] of [
    ["arn:aws:lambda:us-east-1:111122223333:function:work:7", "lambda: work"],
    ["arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:work", "lambda: work"],
    ["111122223333:function:work:live", "lambda: work"],
    ["function:work", "lambda: work"],
    ["work:live", "lambda: work"],
    ["work", "lambda: work"],
    ["${Work}", "lambda: invoke"],
    ["arn:aws:lambda:us-east-1:111122223333:function:${Work}", "lambda: invoke"],
    ["arn:aws:lambda:us-east-1:111122223333:function:⟦unknown:0⟧", "lambda: invoke"],
  ] as const) {
    it(`takes the function's name out of ${name}`, () => {
      const Resource = "arn:aws:states:::lambda:invoke";
      const Parameters = { FunctionName: name };
      assert.equal(detailOf({ Type: "Task", Resource, Parameters }), text);
    });
  }

  for (const [Resource, text] of [
    ["arn:aws:lambda:us-east-1:111122223333:function:work:live", "lambda: work"],
    ["arn:aws:states:${AWS::Region}:${AWS::AccountId}:activity:approve", "activity: approve"],
    [
      "arn:${AWS::Partition}:states:::sqs:sendMessage.waitForTaskToken",
      "sqs: sendMessage, waits for a callback",
    ],
    ["arn:aws:states:::glue:startJobRun.sync", "glue: startJobRun, waits for the job"],
    ["arn:aws:states:::states:startExecution.sync:2", "states: startExecution, waits for the job"],
    ["arn:aws:states:::aws-sdk:s3:getObject", "s3: getObject"],
    ["${Work}", "${Work}"],
  ] as const) {
    it(`says what ${Resource} calls`, () => {
      assert.equal(detailOf({ Type: "Task", Resource }), text);
    });
  }
});

describe("a picture from hostile data", () => {
  it("shows the status of a history as text", async () => {
    const history = read("history-status.json");
    for (const format of ["svg", "png"] as const) {
      await diagram(one("LambdaInvoke"), { format, history });
    }
    const svg = await diagram(one("LambdaInvoke"), { format: "svg", history });
    assert.ok(new Resvg(svg, { font: { loadSystemFonts: false } }));
    assert.match(svg, /&lt;IMG SRC=X/u);
    assert.doesNotMatch(svg, /<img/iu);
  });

  it("keeps the heading of a history narrow, however long its status", async () => {
    const history = { path: ["A"], status: "X".repeat(100_000) };
    const svg = await diagram(one("A"), { format: "svg", history });
    assert.ok(Number(/width="(\d+)"/u.exec(svg)?.[1]) < 500);
  });

  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    it(`finds nothing under the name ${name} that the data does not have`, async () => {
      assert.equal(detailOf({ Type: name }), "");
      assert.equal(conditionText({ Variable: "$.a", [name]: 1 }), "$.a ?");
      const { states } = readHistory({ path: [{ state: "A", status: name }] });
      assert.equal(states.get("A")?.status, "succeeded");
      const events = [{ id: 1, type: name }];
      assert.equal(readHistory({ events }).status, "RUNNING");
      const history = { path: ["A"], status: name };
      assert.match(await diagram(one("A"), { format: "svg", history }), /class="pill failed"/u);
    });
  }

  it("refuses what is too large before it is put in order", async () => {
    const Choices = Array.from({ length: 20_000 }, (_, index) => ({
      Variable: "$.a",
      NumericEquals: index,
      Next: `S${index}`,
    }));
    const targets = Choices.map(({ Next }) => [Next, { Type: "Succeed" }] as const);
    const States = { C: { Type: "Choice", Choices }, ...Object.fromEntries(targets) };

    await assert.rejects(diagram({ StartAt: "C", States }, { format: "svg" }), {
      name: "DiagramError",
      message: /^the definition is too large for a picture: 20002 nodes \(at most 3000\)/,
    });
  });

  it("draws 1,000 literal items, a name and a comment of 100 KB, cut to what can be read", async () => {
    for (const definition of [
      read("map-items.asl.json"),
      one("n".repeat(100_000)),
      one("A", { Comment: "long words ".repeat(10_000) }),
    ]) {
      const svg = await diagram(definition, { format: "svg" });
      assert.ok(svg.length < 20_000, `${svg.length} characters`);
    }
  });
});
