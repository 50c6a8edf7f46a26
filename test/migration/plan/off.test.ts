import assert from "node:assert/strict";
import type { StackResource } from "../../../engine/program";
import { changesOf } from "../../../migration/plan/changes";
import { Secrets } from "../../../migration/state/secrets";

const MACHINE: StackResource = {
  urn: "urn:pulumi:dev::stepfunctions::aws:sfn/stateMachine:StateMachine::workflow",
  type: "aws:sfn/stateMachine:StateMachine",
  name: "workflow",
  parent: null,
  inputs: { tracingConfiguration: { enabled: false } },
  dependencies: [],
  propertyDependencies: {},
  custom: true,
  computed: {},
};

const NO_SECRETS = new Secrets([]);

describe("a part that the program sends as off", () => {
  it("is no change where Terraform never had it", () => {
    assert.deepEqual(changesOf(MACHINE, { tracing_configuration: [] }, NO_SECRETS), []);
  });

  it("is a change where it is on", () => {
    const running = { tracing_configuration: [{ enabled: true }] };
    assert.deepEqual(changesOf(MACHINE, running, NO_SECRETS), [
      {
        urn: MACHINE.urn,
        property: "tracing_configuration",
        kind: "changed",
        from: '[{"enabled":true}]',
        to: '{"enabled":false}',
      },
    ]);
  });
});
