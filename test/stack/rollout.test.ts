import assert from "node:assert/strict";
import { runProgram } from "../../engine/program";

const NAMES = {
  "stepfunctions:prefix": "acme",
  "stepfunctions:environment": "qa",
  "stepfunctions:name": "orders",
};

describe("the example with a rollout", () => {
  it("has the alarm on versions and the hook, and nothing else that is new", async () => {
    const off = await runProgram({ stack: "dev", config: NAMES });
    const rollout = { type: "linear", percentage: 20, intervalMinutes: 10 };
    const config = { ...NAMES, "stepfunctions:stateMachine": { rollout, keepVersions: 10 } };
    const on = await runProgram({ stack: "dev", config });
    const known = new Map(off.resources.map(({ urn, inputs }) => [urn, inputs]));
    const added = on.resources.filter(({ urn }) => !known.has(urn)).map(({ name }) => name);
    assert.deepEqual(added, ["monitoring-version-failures"]);
    const changed = on.resources.filter(
      ({ urn, inputs }) =>
        known.has(urn) && JSON.stringify(known.get(urn)) !== JSON.stringify(inputs),
    );
    assert.deepEqual(
      changed.map(({ name, type }) => `${type.split(":")[2]} ${name}`),
      ["CompositeAlarm monitoring-workflow"],
    );
    const alias = on.resources.find(({ name }) => name === "workflow-alias");
    assert.deepEqual(Object.keys(alias?.hooks ?? {}).sort(), ["afterUpdate", "beforeUpdate"]);
  });
});
