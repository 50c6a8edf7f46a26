import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  ARCHIVE_MECHANICS,
  compareResources,
  unintended,
  type TerraformResource,
  type Unrecorded,
} from "../migration/compare";
import { mappingOf, runScenario, type Scenario } from "../migration/scenario";

/** What Terraform made of one set of variables (test/parity/README.md). */
interface ParityFile extends Scenario {
  readonly resources: readonly TerraformResource[];
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/**
 * Attributes that the files do not hold, because the modules write them as dynamic blocks, which the recording left out.
 * That they follow from the variables is tested component by component.
 */
const NOT_RECORDED: readonly Unrecorded[] = [
  ...["environment", "dead_letter_config", "tracing_config"].map((attribute) => ({
    type: "aws_lambda_function",
    attribute,
    reason: "a dynamic block",
  })),
  ...["logging_configuration", "tracing_configuration"].map((attribute) => ({
    type: "aws_sfn_state_machine",
    attribute,
    reason: "a dynamic block",
  })),
  { type: "aws_s3_bucket_cors_configuration", attribute: "cors_rule", reason: "a dynamic block" },
  { type: "aws_s3_bucket_lifecycle_configuration", attribute: "rule", reason: "a dynamic block" },
];

/** Outputs that hold the hour of the recording. */
const MOMENTS = ["state_machine_creation_date"];

const folder = path.join(__dirname, "parity");
const files = readdirSync(folder).filter((file) => file.endsWith(".json"));

describe("parity with the Terraform modules", () => {
  it("is held against all recorded scenarios", () => {
    assert.equal(files.length, 14);
  });

  for (const file of files) {
    const recorded = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as ParityFile;

    it(`${recorded.scenario}: the same resources, both ways`, async () => {
      const { resources } = await runScenario(recorded);
      const { differences } = mappingOf(recorded.module);
      const leftOut = [...ARCHIVE_MECHANICS, ...NOT_RECORDED];
      const mismatches = compareResources(recorded.resources, resources, leftOut);
      assert.deepEqual(unintended(mismatches, differences, recorded.variables), []);
    });

    if (recorded.outputs === undefined) continue;
    it(`${recorded.scenario}: the same outputs`, async () => {
      const { outputs } = await runScenario(recorded);
      assert.deepEqual(without(outputs, MOMENTS), without(recorded.outputs ?? {}, MOMENTS));
    });
  }
});

function without(
  values: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
