import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_DIR } from "../../engine/program";
import { writeFileAtomic } from "../../statemachine/cli";
import type { Mock } from "../../statemachine/testing";
import { local } from "../support/local-run";

interface Task {
  readonly Retry: readonly { ErrorEquals: string[]; MaxAttempts: number }[];
  readonly Catch: readonly { ErrorEquals: string[] }[];
}

const FILE = path.join(PROJECT_DIR, "statemachine", "definition.asl.json");
const { Retry, Catch } = (
  JSON.parse(readFileSync(FILE, "utf8")) as { States: { LambdaInvoke: Task } }
).States.LambdaInvoke;

const FAILED = ["LambdaInvoke", "FailState"];
const RECOVERED = ["LambdaInvoke", "CheckStatusCode", "SuccessState"];
const DONE: Mock = { result: { Payload: { statusCode: 200 } } };
const times = (count: number, error: string): Mock[] => Array<Mock>(count).fill({ error });

/** A list of answers ends with an error of its own when the task is called once more, or goes on when it is called once less. */
const EVENTS: readonly (readonly [name: string, mocks: readonly Mock[], expect: object])[] = [
  ...Retry.flatMap(({ ErrorEquals, MaxAttempts }) =>
    ErrorEquals.flatMap((error) => [
      [
        `${error} for good`,
        times(MaxAttempts + 1, error),
        { status: "FAILED", path: FAILED, error },
      ] as const,
      [
        `${error} but for the last time`,
        [...times(MaxAttempts, error), DONE],
        { status: "SUCCEEDED", path: RECOVERED },
      ] as const,
    ]),
  ),
  ...[...(Catch[0]?.ErrorEquals ?? []), "TypeError", "States.TaskFailed"].map(
    (error) => [error, times(1, error), { status: "FAILED", path: FAILED, error }] as const,
  ),
  [
    "an answer without a status",
    [{ result: { Payload: {} } }],
    { status: "FAILED", path: ["LambdaInvoke", "CheckStatusCode"], error: "States.Runtime" },
  ],
];

describe("each failure path of the example", function () {
  this.timeout(120_000);

  it("ends in the emulator as AWS would end it", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "failing-"));
    const files = EVENTS.map(([name, answers, expect]) => {
      const file = path.join(folder, `${name.replaceAll(" ", "-")}.json`);
      writeFileAtomic(
        file,
        JSON.stringify({ input: {}, mocks: { LambdaInvoke: answers }, expect }),
      );
      return file;
    });

    const { code, stdout, stderr } = await local([
      ...files.flatMap((file) => ["--event", file]),
      ...["--wait-scale", "0"],
    ]);

    assert.equal(code, 0, stdout + stderr);
    assert.equal(stdout.match(/^ *✔ /gm)?.length, EVENTS.length, stdout);
    rmSync(folder, { recursive: true });
  });
});
