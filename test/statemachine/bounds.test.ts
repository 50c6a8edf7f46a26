import assert from "node:assert/strict";
import { readText } from "../../statemachine/definition/parse";
import { diagram } from "../../statemachine/diagram";
import { lint, type Finding } from "../../statemachine/lint";
import { coverage, permissions } from "../../statemachine/permissions";
import { returns, WorkflowTest } from "../../statemachine/testing";

const where = { partition: "aws", region: "eu-west-1", accountId: "111122223333" };
const done = { Type: "Succeed" };
const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke" };

/** A machine of one state that holds another such machine, and so on. */
function nested(levels: number): object {
  let machine: object = { StartAt: "A", States: { A: done } };
  for (let level = 0; level < levels; level++) {
    const state = { Type: "Parallel", Branches: [machine], End: true };
    machine = { StartAt: "P", States: { P: state } };
  }
  return machine;
}

/** Lists and objects inside each other. */
function deep(levels: number): object {
  let value: object = {};
  for (let level = 1; level < levels; level++) value = level % 2 ? [value] : { a: value };
  return value;
}

/** CPU time of this process, whatever else the machine does. */
async function milliseconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const deepest = { StartAt: "A", States: { A: { Type: "Pass", Result: deep(10_000), End: true } } };

describe("10,000 levels", () => {
  for (const [title, definition] of [
    ["of states", nested(10_000)],
    ["of a value", deepest],
  ] as const) {
    it(`${title} are one finding`, () => {
      assert.deepEqual(
        lint(definition).map(({ code }) => code),
        ["nesting-too-deep"],
      );
    });

    it(`${title} need no permissions, and none are missing`, () => {
      assert.deepEqual(permissions(definition, where).Statement, []);
      assert.deepEqual(coverage(definition, []), { unused: [], uncovered: [] });
    });

    it(`${title} are refused by a test`, () => {
      assert.throws(() => new WorkflowTest(definition), {
        name: "WorkflowTestError",
        message: "the definition is nested deeper than 500 levels, which cannot be run",
      });
    });
  }

  it("of states are not drawn, those of a value are", async () => {
    await assert.rejects(diagram(nested(10_000), { format: "mmd" }), {
      name: "DiagramError",
      message: "the definition is nested deeper than 500 levels",
    });
    assert.match(String(await diagram(deepest, { format: "mmd" })), /A/);
  });

  it("of a condition, and of values in one, are drawn as an ellipsis", async () => {
    const levels = Array.from({ length: 10_000 });
    const test = levels.reduce<object>((inside) => ({ Not: inside }), {});
    const Choices = [
      { ...test, Next: "B" },
      { Variable: "$.a", StringEquals: deep(10_000), Next: "B" },
    ];
    const States = { A: { Type: "Choice", Choices, Default: deep(10_000) }, B: done };
    const text = await diagram({ StartAt: "A", States }, { format: "mmd" });
    assert.match(text, /"1\. not not [not ]+…<br\/>2\. \$\.a = …"/u);
    await assert.rejects(
      diagram({ States }, { format: "mmd", history: { path: [deep(10_000)] } }),
      {
        name: "HistoryError",
      },
    );
  });

  it("of an input or an answer are refused by a test", async () => {
    const workflow = new WorkflowTest({ StartAt: "A", States: { A: { ...task, End: true } } });
    await assert.rejects(workflow.run(deep(10_000) as never), /the input is nested deeper/);
    const tasks = { A: returns(deep(10_000) as never) };
    await assert.rejects(workflow.run({}, { tasks }), /the answer of "A" is nested deeper/);
  });

  it("are run up to 500", async () => {
    const workflow = new WorkflowTest(nested(120));
    assert.equal((await workflow.run({})).path.length, 121);
  });
});

describe("very many", () => {
  const count = (findings: readonly Finding[], code: string): number =>
    findings.filter((finding) => finding.code === code).length;

  it("findings in one list are all reported", () => {
    const Retry = Array.from({ length: 130_000 }, () => ({ ErrorEquals: [] }));
    const Choices = Array.from({ length: 130_000 }, () => ({ Next: "B" }));
    const States = {
      A: { ...task, Retry, Next: "B" },
      B: { Type: "Choice", Choices },
    };
    const findings = lint({ StartAt: "A", States });
    assert.equal(count(findings, "wrong-value"), 130_000);
    assert.equal(count(findings, "choice-test"), 130_000);
  });

  it("escaped quotes in a text that is cut off are read in time that grows with them", () => {
    const text = JSON.stringify({ DefinitionString: '"'.repeat(1_000_000) }).slice(0, -2);
    assert.match(readText(text).syntaxError ?? "", /^the text is not JSON: Unterminated string/);
  });

  it("retriers are drawn", async () => {
    const Retry = Array.from({ length: 130_000 }, () => ({ ErrorEquals: ["E"] }));
    const States = { A: { ...task, Retry, End: true } };
    assert.match(String(await diagram({ StartAt: "A", States }, { format: "mmd" })), /A/);
  });

  it("branches are read", () => {
    const branch = { StartAt: "A", States: { A: done } };
    const Branches = Array.from({ length: 130_000 }, () => branch);
    const States = { P: { Type: "Parallel", Branches, End: true } };
    assert.deepEqual(permissions({ StartAt: "P", States }, where).Statement, []);
  });

  it("conditions and errors that lead to one state are drawn", async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `E${index}`);
    const Choices = many.map((name) => ({ Variable: "$.a", StringEquals: name, Next: "B" }));
    const Catch = [{ ErrorEquals: many, Next: "B" }];
    const States = { A: { ...task, Catch, Next: "C" }, C: { Type: "Choice", Choices }, B: done };
    const text = await diagram({ StartAt: "A", States }, { format: "mmd" });
    assert.match(text, /100000\. \$\.a = #34;E99999#34;/u);
  });

  it("boxes beside each other are drawn", async () => {
    const branch = { StartAt: "A", States: { A: done } };
    const Branches = Array.from({ length: 50_000 }, () => branch);
    const States = { P: { Type: "Parallel", Branches, End: true } };
    const text = await diagram({ StartAt: "P", States }, { format: "mmd" });
    assert.equal(text.match(/subgraph/gu)?.length, 50_001);
  });

  it("transitions from many to many states are refused before they are put into rows", async () => {
    const numbers = Array.from({ length: 1000 }, (_, index) => index);
    const States = Object.fromEntries(
      numbers.map((index) => {
        const Choices = Array.from({ length: 40 }, (_, way) => ({
          Variable: "$.a",
          NumericEquals: way,
          Next: `S${(index + 7 * way + 1) % numbers.length}`,
        }));
        return [`S${index}`, { Type: "Choice", Choices }];
      }),
    );
    await assert.rejects(diagram({ StartAt: "S0", States }, { format: "svg" }), {
      name: "DiagramError",
      message: /^the definition is too large for a picture: \d+ nodes/,
    });
  });

  it("keys of YAML that are aliases are read in time that grows with them", async () => {
    const keys = Array.from({ length: 4000 }, (_, index) => `b${index}:\n  *x : 1\n`);
    const time = await milliseconds(() => readText(`a: &x k\n${keys.join("")}`));
    assert.ok(time < 8000, `${time} ms`);
  });

  for (const [what, language, written] of [
    ["blanks in a call", "JSONPath", (blanks: string) => `States.Format('{}',${blanks}$.a)`],
    ["blanks in an expression", "JSONata", (blanks: string) => `{% 1${blanks}+ 1 %}`],
  ] as const) {
    it(`${what} are read in time that grows with them`, async () => {
      const key = language === "JSONata" ? "Output" : "Parameters";
      const content = { [language === "JSONata" ? "a" : "a.$"]: written(" ".repeat(60_000)) };
      const States = { A: { Type: "Pass", [key]: content, End: true } };
      const definition = { QueryLanguage: language, StartAt: "A", States };
      const time = await milliseconds(() => lint(definition));
      assert.ok(time < 2000, `${time} ms`);
    });
  }

  it("levels that assign variables are linted in time that grows with them", async () => {
    const States = Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => {
        const Assign = { [`v${index}`]: 1 };
        const branch = {
          StartAt: `B${index}`,
          States: { [`B${index}`]: { Type: "Pass", Assign } },
        };
        return [`S${index}`, { Type: "Parallel", Branches: [branch], Next: `S${index + 1}` }];
      }),
    );
    const time = await milliseconds(() => lint({ StartAt: "S0", States }));
    assert.ok(time < 3000, `${time} ms`);
  });

  it("states in a row are linted in time that grows with them", async () => {
    const chain = (length: number): object => {
      const States = Object.fromEntries(
        Array.from({ length }, (_, index) => [
          `S${index}`,
          { Type: "Pass", Next: `S${index + 1}` },
        ]),
      );
      return { StartAt: "S0", States: { ...States, [`S${length}`]: done } };
    };
    lint(chain(1000));
    const few = await milliseconds(() => lint(chain(2000)));
    const many = await milliseconds(() => lint(chain(10_000)));
    assert.ok(many < 10 * few + 200, `${few} ms for 2,000 states, ${many} ms for 10,000`);
  });
});
