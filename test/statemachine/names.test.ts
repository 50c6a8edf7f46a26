import assert from "node:assert/strict";
import { diagram } from "../../statemachine/diagram";
import { integrationPolicies } from "../../statemachine/integrations";
import { lint } from "../../statemachine/lint";
import { permissions } from "../../statemachine/permissions";
import { returns, WorkflowTest } from "../../statemachine/testing";

/** What every JavaScript object inherits; in a definition they are names like any other. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);

/** Stands for a name that nothing knows, in every place where a definition has a name. */
const TEXTS = [
  `{"StartAt":"NAME","States":{"NAME":{"Type":"Pass","Next":"B"},"B":{"Type":"Succeed"}}}`,
  `{"StartAt":"A","States":{"A":{"Type":"NAME","End":true}}}`,
  `{"StartAt":"A","NAME":1,"QueryLanguage":"NAME","States":{"A":{"Type":"Pass","NAME":1,"Next":"NAME"}}}`,
  `{"StartAt":"A","Comment":"lint-accept NAME: x","States":{"A":{"Type":"Succeed"}}}`,
  ...[
    "arn:aws:states:::NAME:invoke",
    "arn:aws:states:::lambda:NAME",
    "arn:aws:states:::lambda:invoke.NAME",
    "arn:aws:states:::aws-sdk:NAME:getItem",
    "arn:aws:states:::aws-sdk:dynamodb:NAME",
    "arn:aws:states:::aws-sdk:s3:getObject",
    "arn:aws:states:::dynamodb:getItem",
    "arn:aws:states:::NAME:NAME",
  ].map(
    (resource) =>
      `{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${resource}","Parameters":{"NAME":{"NAME":1},"TableName":"NAME",` +
      `"Bucket":"NAME","Key":"NAME"},"Retry":[{"ErrorEquals":["NAME"],"NAME":1}],"End":true}}}`,
  ),
  ...["NAME", "StringNAME", "IsNAME"].map(
    (test) =>
      `{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$.x","${test}":"x","Next":"B"}],"Default":"B"},"B":{"Type":"Succeed"}}}`,
  ),
  ...[
    "States.NAME()",
    "$.NAME",
    "$NAME",
    "$NAME.NAME",
    "$$.NAME",
    "States.Format('{}', $NAME)",
  ].map(
    (path) =>
      `{"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"NAME":1},"Parameters":{"x.$":"${path}","NAME.$":"${path}"},"End":true}}}`,
  ),
  ...["$NAME", "$NAME()", "$states.NAME", "$states.input.NAME", "NAME", "{'NAME': 1}.NAME"].map(
    (expression) =>
      `{"StartAt":"A","QueryLanguage":"JSONata","States":{"A":{"Type":"Pass","Output":{"NAME":"{% ${expression} %}"},"End":true}}}`,
  ),
  `{"StartAt":"M","States":{"M":{"Type":"Map","ItemReader":{"Resource":"arn:aws:states:::s3:NAME","ReaderConfig":` +
    `{"InputType":"NAME","NAME":1}},"ItemProcessor":{"ProcessorConfig":{"Mode":"NAME","NAME":1},"StartAt":"A",` +
    `"States":{"A":{"Type":"Succeed"}}},"End":true}}}`,
];

const where = { partition: "aws", region: "eu-west-1", accountId: "111122223333" };

/** What `work` gives, or the error that it throws; without suggestions, which depend on the letters. */
async function outcome(work: () => unknown, name: string): Promise<string> {
  try {
    return shown(await work(), name);
  } catch (error) {
    return shown(`${(error as Error).name}: ${(error as Error).message}`, name);
  }
}

function shown(result: unknown, name: string): string {
  const text = typeof result === "string" ? result : JSON.stringify(result);
  return text
    .replaceAll(name, "NAME")
    .replaceAll(name.replaceAll("_", "#95;"), "NAME")
    .replace(/(?:the )?nearest .*/s, "");
}

/** Everything that the toolkit makes of a definition. */
async function results(template: string, name: string): Promise<string[]> {
  const read = (): object => JSON.parse(template.replaceAll("NAME", name)) as object;
  const work = [
    () => lint(read()).map(({ code, path }) => `${code} ${path}`),
    () => permissions(read(), where),
    () => permissions(read(), { ...where, grants: { [name]: [] } }),
    () => diagram(read(), { format: "mmd" }),
    async () => {
      const run = await new WorkflowTest(read()).run({ x: "x" }, { tasks: { A: returns({}) } });
      return { status: run.status, output: run.output, path: run.path };
    },
  ];
  return Promise.all(work.map((each) => outcome(each, name)));
}

describe("names of what every object inherits", () => {
  for (const name of INHERITED) {
    it(`${name} is a name like any other`, async () => {
      for (const template of TEXTS) {
        // Of the same letter case and length, as some results depend on these.
        const other = name.replace(/[a-y]/gi, (letter) =>
          String.fromCharCode(letter.charCodeAt(0) + 1),
        );
        assert.deepEqual(await results(template, name), await results(template, other), template);
      }
    });
  }

  it("are not an execution's events, nor integrations of a Terraform module", async () => {
    const definition = { StartAt: "A", States: { A: { Type: "Succeed" } } };
    for (const name of INHERITED) {
      const events = [{ id: 1, type: name, [`${name}EventDetails`]: {} }];
      const drawn = diagram(definition, { format: "mmd", history: { events } });
      const other = diagram(definition, {
        format: "mmd",
        history: { events: [{ id: 1, type: "Other" }] },
      });
      assert.equal(
        await outcome(() => drawn, name),
        (await outcome(() => other, "Other")).replaceAll("Other", "NAME"),
      );
      assert.throws(() => integrationPolicies({ [name]: true } as never, where as never), {
        name: "IntegrationError",
      });
    }
  });
});
