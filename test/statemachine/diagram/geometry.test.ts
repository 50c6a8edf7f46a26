import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { buildGraph } from "../../../statemachine/diagram/graph/build";
import { wrapFanOuts } from "../../../statemachine/diagram/graph/fan-out";
import { shortenLines } from "../../../statemachine/diagram/graph/references";
import { isInside, outlineOf } from "../../../statemachine/diagram/layout/outline";
import { placeGraph } from "../../../statemachine/diagram/layout/place";
import type { Layout, PlacedNode, Point } from "../../../statemachine/diagram/layout/layout";
import { hundredStates } from "../../support/hundred-states";

const root = path.join(__dirname, "../../..");
const layoutOf = (definition: unknown): Promise<Layout> =>
  placeGraph(wrapFanOuts(shortenLines(buildGraph(definition))));

const covers = ({ kind, at, width, height }: PlacedNode, { x, y }: Point): boolean =>
  isInside(outlineOf(kind, width, height), width, height, x - at.x, y - at.y);

/** Whether a point lies on a node's outline, give or take one pixel. */
const isOn = (node: PlacedNode, { x, y }: Point): boolean => {
  const around = Array.from({ length: 16 }, (_, index) => {
    const angle = (index * Math.PI) / 8;
    return covers(node, { x: x + Math.cos(angle), y: y + Math.sin(angle) });
  });
  return around.includes(true) && around.includes(false);
};

/** What is wrong with the places of a picture, one line each. */
function faultsOf({ nodes, edges }: Layout): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const node = (id: string): PlacedNode => byId.get(id) ?? assert.fail(id);
  // What nothing leads to may stand anywhere.
  const reached = new Set([nodes[0]?.id]);
  for (const id of reached) for (const { from, to } of edges) if (from === id) reached.add(to);
  const start = nodes.find(({ kind }) => kind === "Start");
  const isTop = nodes.every(({ id, at }) => !reached.has(id) || at.y >= (start?.at.y ?? 0));
  const faults = isTop ? [] : ["the start is not on top"];
  for (const [index, one] of nodes.entries()) {
    const other = nodes.slice(index + 1).find(({ at, width, height }) => {
      const [x, y] = [Math.abs(at.x - one.at.x), Math.abs(at.y - one.at.y)];
      return x < (width + one.width) / 2 - 1 && y < (height + one.height) / 2 - 1;
    });
    if (other) faults.push(`${one.name} lies on ${other.name}`);
  }
  for (const { from, to, tip, spline, lines, labelAt, labelWidth, labelHeight } of edges) {
    const name = `${node(from).name} -> ${node(to).name}`;
    if (!isOn(node(from), spline[0] ?? assert.fail())) faults.push(`${name} begins off its shape`);
    if (!isOn(node(to), tip ?? spline.at(-1) ?? assert.fail())) faults.push(`${name} floats`);
    const others = nodes.filter(({ id }) => id !== to);
    if (tip && others.some((each) => covers(each, tip))) faults.push(`${name} ends in another`);
    if (!labelAt || lines.length === 0) continue;
    const isUnder = ({ at, width, height }: PlacedNode): boolean =>
      Math.abs(at.x - labelAt.x) < (width + labelWidth) / 2 - 5 &&
      Math.abs(at.y - labelAt.y) < (height + labelHeight) / 2 - 3;
    if (nodes.some(isUnder)) faults.push(`the label of ${name} covers a shape`);
  }
  return faults;
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const choice = (count: number): object => ({
  Type: "Choice",
  Choices: range(count).map((index) => ({
    Variable: "$.t",
    NumericEquals: index,
    Next: `T${index}`,
  })),
  Default: "Z",
});
const fanOf = (count: number, target: object): object => ({
  StartAt: "C",
  States: {
    C: choice(count),
    ...Object.fromEntries(range(count).map((index) => [`T${index}`, target])),
    Z: { Type: "Succeed" },
  },
});
const branch = (name: string): object => ({
  StartAt: name,
  States: { [name]: { Type: "Wait", Seconds: 1, End: true } },
});

describe("the places in a picture", () => {
  const files = ["test", "examples", "statemachine"]
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        path.join(folder, file),
      ),
    )
    .filter((file) => file.endsWith(".asl.json") && !file.includes("node_modules"));

  it("are right in every definition of this repository", async () => {
    assert.ok(files.length > 40, `${files.length} files`);
    for (const file of files) {
      // Placeholders of other tools stand in place of values.
      const text = readFileSync(path.join(root, file), "utf8").replaceAll(/(?<!")\$\{\w+\}/g, "{}");
      const definition: unknown = JSON.parse(text);
      assert.deepEqual(faultsOf(await layoutOf(definition)), [], file);
    }
  });

  it("are right in any definition", async () => {
    const name = fc.constantFrom(..."ABCDEFGHIJ");
    const catches = fc.array(fc.record({ ErrorEquals: fc.constant(["E"]), Next: name }), {
      maxLength: 2,
    });
    const inner = fc.record({
      StartAt: name,
      States: fc.dictionary(name, fc.constant({ Type: "Pass", End: true }), { minKeys: 1 }),
    });
    const state = fc.oneof(
      fc.record({
        Type: fc.constantFrom("Pass", "Wait", "Task"),
        Next: name,
        Catch: catches,
        Retry: fc.constant([{ ErrorEquals: ["E"] }]),
      }),
      fc.record({
        Type: fc.constant("Choice"),
        Default: name,
        Choices: fc.array(
          fc.record({ Variable: fc.constant("$.count"), NumericEquals: fc.nat(), Next: name }),
          { maxLength: 10 },
        ),
      }),
      fc.record({
        Type: fc.constant("Parallel"),
        Branches: fc.array(inner, { maxLength: 3 }),
        Next: name,
        Catch: catches,
      }),
      fc.record({ Type: fc.constant("Map"), ItemProcessor: inner, Next: name }),
      fc.constantFrom(
        { Type: "Succeed" },
        { Type: "Fail", Error: "Broken" },
        { Type: "Pass", End: true },
      ),
    );
    const definition = fc.record({
      StartAt: name,
      States: fc.dictionary(name, state, { minKeys: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(definition, async (value) =>
        assert.deepEqual(faultsOf(await layoutOf(value)), []),
      ),
      { numRuns: 60 },
    );
  });

  for (const [what, definition, width] of [
    ["20 targets", fanOf(20, { Type: "Pass", Next: "Z" }), 2000],
    ["40 targets that go back", fanOf(40, { Type: "Task", Resource: "a", Next: "C" }), 2000],
    ["20 targets that end", fanOf(20, { Type: "Pass", End: true }), 2000],
    [
      "20 branches",
      {
        StartAt: "P",
        States: {
          P: {
            Type: "Parallel",
            Branches: range(20).map((index) => branch(`B${index}`)),
            End: true,
          },
        },
      },
      2000,
    ],
    ["40 boxes", hundredStates(), 2000],
  ] as const) {
    it(`are right, and in rows, with ${what}`, async () => {
      const layout = await layoutOf(definition);
      assert.deepEqual(faultsOf(layout), []);
      assert.ok(layout.width < width, `${layout.width} px wide`);
    });
  }
});
