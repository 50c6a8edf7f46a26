import assert from "node:assert/strict";
import fc from "fast-check";
import { readExamples } from "../../../docs/rule-page";
import { lint, lintText } from "../../../statemachine/lint";
import { RULES } from "../../../statemachine/lint/rules";

/** Mutations tried in the fast tests; FUZZ=10000 tries as many as the release does. */
const RUNS = Number(process.env.FUZZ ?? 2000);

/** Definitions to spoil: what the rules' own examples say is right. */
const SEEDS = RULES.flatMap(({ id }) => readExamples("lint", id).correct)
  .filter(({ language, text }) => language === "json" && text.length < 5000)
  .map(({ text }) => JSON.parse(text) as unknown);

type Mutation = { readonly at: number; readonly value: unknown };

const NASTY: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    0,
    -1,
    1e308,
    Number.NaN,
    10n,
    "",
    "$",
    "{% %}",
    "{%",
    "States.",
    "__proto__",
  ),
  fc.constantFrom<unknown>(
    [],
    {},
    [[]],
    [null],
    { Type: "Map" },
    { __proto__: null },
    { toString: 1 },
    "$.a[",
    "${x",
    "a".repeat(5000),
  ),
  fc.jsonValue(),
  fc.string().map((text) => `{% ${text} %}`),
  fc.string().map((text) => `$.${text}`),
  fc.string().map((text) => `States.Format(${text})`),
);

/** A copy of `root` in which the place number `at` holds `value`, or its key is `value`. */
function mutate(root: unknown, { at, value }: Mutation): unknown {
  const copy = structuredClone(root);
  const places: [Record<string, unknown>, string][] = [];
  const pending: unknown[] = [copy];
  while (pending.length > 0) {
    const holder = pending.pop();
    if (typeof holder !== "object" || holder === null) continue;
    for (const [key, inside] of Object.entries(holder)) {
      places.push([holder as Record<string, unknown>, key]);
      pending.push(inside);
    }
  }
  const [holder, key] = places[at % Math.max(1, places.length)] ?? [];
  if (holder === undefined || key === undefined) return copy;
  if (at % 3 === 0 && typeof value === "string" && !Array.isArray(holder)) {
    Object.defineProperty(holder, value, {
      value: holder[key],
      enumerable: true,
      configurable: true,
      writable: true,
    });
    delete holder[key];
  } else holder[key] = value;
  return copy;
}

describe("lint on anything", () => {
  it(`gives findings on ${RUNS} spoilt definitions`, function () {
    this.timeout(10 * 60_000);
    const mutations = fc.array(fc.record({ at: fc.nat(), value: NASTY }), {
      minLength: 1,
      maxLength: 4,
    });
    const type = fc.constantFrom("STANDARD" as const, "EXPRESS" as const);
    fc.assert(
      fc.property(fc.constantFrom(...SEEDS), mutations, type, (seed, changes, as) => {
        const spoilt = changes.reduce(mutate, seed);
        for (const { path, message } of lint(spoilt, { type: as, grants: [] })) {
          assert.ok(path === "" || path.startsWith("/"));
          assert.ok(message.length <= 500);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("gives findings where an object with a field toString stands for any value", () => {
    const seed = SEEDS.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)[0];
    const places = JSON.stringify(seed).split(":").length;
    for (let at = 0; at < places; at++) {
      const spoilt = mutate(seed, { at, value: { toString: 1 } });
      assert.notDeepEqual(lint(spoilt), []);
    }
  });

  it("gives findings on any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.json()), (text) => {
        assert.ok(Array.isArray(lintText(text)));
      }),
      { numRuns: 500 },
    );
  });

  it("gives one clear finding on a text that is cut off anywhere", () => {
    const text = JSON.stringify(SEEDS[20], null, 1);
    for (let end = 0; end < text.length; end += 7) {
      const codes = lintText(text.slice(0, end)).map(({ code }) => code);
      assert.deepEqual(codes, ["not-readable"]);
    }
  });

  it("refuses 20 MB at once", () => {
    const big = JSON.stringify({ StartAt: "A", States: {}, Comment: "x".repeat(20 * 1024 * 1024) });
    for (const text of [big, `Comment: ${big}`, "\0".repeat(20 * 1024 * 1024)]) {
      assert.deepEqual(
        lintText(text).map(({ code }) => code),
        ["definition-too-large"],
      );
    }
    assert.ok(lint(JSON.parse(big)).some(({ code }) => code === "definition-too-large"));
  });

  it("reads 500 levels of Parallel, and 100,000 levels of lists", () => {
    let states: unknown = { Done: { Type: "Succeed" } };
    for (let level = 500; level > 0; level--) {
      const branch = { StartAt: level === 500 ? "Done" : `L${level + 1}`, States: states };
      states = { [`L${level}`]: { Type: "Parallel", Branches: [branch], End: true } };
    }
    assert.ok(
      lint({ StartAt: "L1", States: states }).some(({ code }) => code === "nesting-too-deep"),
    );
    const lists = `{"StartAt":"A","States":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    assert.ok(lintText(lists).some(({ code }) => code === "nesting-too-deep"));
    assert.ok(lintText(`- ${lists}`).length > 0);
    assert.ok(lintText(lists.slice(0, 50_000)).length === 1);
  });

  it("reads a structure that contains itself", () => {
    const state: Record<string, unknown> = { Type: "Parallel", End: true };
    const branch = { StartAt: "A", States: { A: state } };
    state["Branches"] = [branch, branch];
    assert.ok(lint(branch).length > 0);
  });

  it("takes names of the language's own objects for names", () => {
    const text =
      '{"StartAt":"__proto__","TimeoutSeconds":1,"States":{"__proto__":{"Type":"Pass","Result":1,"Next":"constructor"},"constructor":{"Type":"Succeed"}}}';
    assert.deepEqual(lintText(text), []);
    const [finding] = lintText(text.replace('"Result":1', '"Result":1,"toString":2'));
    assert.deepEqual(
      [finding?.code, finding?.path],
      ["unknown-field", "/States/__proto__/toString"],
    );
  });

  it("bounds expressions that take long to read", () => {
    const slow = [
      "(".repeat(60_000),
      "[".repeat(60_000),
      "$".repeat(60_000),
      `'${"\\'".repeat(30_000)}`,
    ];
    for (const text of slow) {
      for (const value of [`{% ${text} %}`, `$.${text}`, `States.Array(${text}`]) {
        const state = { Type: "Pass", InputPath: value, Parameters: { "x.$": value }, End: true };
        const jsonata = { Type: "Pass", QueryLanguage: "JSONata", Output: value, End: true };
        assert.ok(lint({ StartAt: "A", States: { A: state, B: jsonata } }).length > 0);
      }
    }
  });
});
