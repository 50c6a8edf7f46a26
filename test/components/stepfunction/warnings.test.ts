import assert from "node:assert/strict";
import { lintDefinition, warningText } from "../../../components/stepfunction/definition/lint";

/** A machine of as many tasks, which lacks a timeout in each and in itself. */
function tasks(count: number): object {
  const states = Array.from({ length: count }, (_, index) => [
    `S${index}`,
    {
      Type: "Task",
      Resource: "arn:aws:states:::sns:publish",
      Parameters: { TopicArn: "arn:aws:sns:us-east-1:111122223333:orders", Message: "paid" },
      ...(index + 1 < count ? { Next: `S${index + 1}` } : { End: true }),
    },
  ]);
  return { StartAt: "S0", States: Object.fromEntries(states) as object };
}

/** Of the warning's lines those of a rule, without what it says. */
function linesOf(rule: string, definition: object): string[] {
  const text = warningText(lintDefinition(definition, "STANDARD"));
  const lines = text.split("\n").filter((line) => line.includes(`[${rule}]`));
  return lines.map((line) => line.replace(/ the Task .*?(?=$| \(also)/, ""));
}

describe("warnings of a definition", () => {
  it("are one line each when they are few", () => {
    assert.deepEqual(linesOf("task-timeout", tasks(2)), [
      "  /States/S0 [task-timeout]",
      "  /States/S1 [task-timeout]",
    ]);
  });

  it("are one line for many of one rule, with the places of some", () => {
    assert.deepEqual(linesOf("task-timeout", tasks(3)), [
      "  /States/S0 [task-timeout] (also /States/S1, /States/S2)",
    ]);
    assert.deepEqual(linesOf("task-timeout", tasks(70)), [
      "  /States/S0 [task-timeout] (also /States/S1, /States/S10, /States/S11, 66 more)",
    ]);
  });

  it("begin with how many there are", () => {
    const findings = lintDefinition(tasks(70), "STANDARD");

    assert.equal(
      warningText(findings).split("\n")[0],
      `the definition has ${findings.length} lint warning(s):`,
    );
  });
});
