import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  ARCHIVE_MECHANICS,
  compareResources,
  unintended,
  type TerraformResource,
  type Unrecorded,
} from "./compare";
import { mappingOf, runScenario, type Scenario } from "../../../migration/parity/scenario";

/** What Terraform made of one set of variables (README.md). */
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

const recorded = read("recorded");
const derived = read("derived");

describe("parity with the Terraform modules", () => {
  it("is held against all recorded scenarios", () => {
    assert.equal(recorded.length, 14);
  });

  for (const file of recorded) {
    it(`${file.scenario}: the same resources, both ways`, () => same(file, NOT_RECORDED));

    if (file.outputs === undefined) continue;
    it(`${file.scenario}: the same outputs`, async () => {
      const { outputs } = await runScenario(file);
      assert.deepEqual(without(outputs, MOMENTS), without(file.outputs ?? {}, MOMENTS));
    });
  }

  for (const file of derived) {
    it(`${file.scenario}: the resources that the module's configuration says`, () => same(file));
  }
});

function read(folder: string): ParityFile[] {
  const absolute = path.join(__dirname, folder);
  const files = readdirSync(absolute).filter((file) => file.endsWith(".json"));
  return files.map((file) => JSON.parse(readFileSync(path.join(absolute, file), "utf8")));
}

async function same(file: ParityFile, notRecorded: readonly Unrecorded[] = []): Promise<void> {
  const { resources } = await runScenario(file);
  const { differences } = mappingOf(file.module);
  const leftOut = [...ARCHIVE_MECHANICS, ...notRecorded];
  const mismatches = compareResources(file.resources, resources, leftOut);
  assert.deepEqual(unintended(mismatches, differences, file.variables), []);
}

function without(
  values: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
