import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as errors from "../../handler/errors";

const FILE = path.join(__dirname, "../../statemachine/definition.asl.json");

interface Handling {
  readonly ErrorEquals: string[];
  readonly Next?: string;
}
interface Task {
  readonly Retry: Handling[];
  readonly Catch: Handling[];
}

/** Names that belong to Step Functions and Lambda themselves. */
const isForeign = (name: string): boolean => /^(States|Lambda|Sandbox|Runtime)\./.test(name);

const machine = JSON.parse(readFileSync(FILE, "utf8")) as { States: { LambdaInvoke: Task } };
const { Retry, Catch } = machine.States.LambdaInvoke;
const own = (handlings: Handling[]): string[] =>
  handlings.flatMap(({ ErrorEquals }) => ErrorEquals).filter((name) => !isForeign(name));

describe("error names", () => {
  it("are the ones that the workflow catches and retries", () => {
    assert.deepEqual(own(Catch).sort(), [...errors.ERROR_NAMES.fatal].sort());
    assert.deepEqual(own(Retry).sort(), [...errors.ERROR_NAMES.retried].sort());
  });

  it("belong to one exported class each", () => {
    const names = Object.values(errors)
      .filter((value): value is typeof errors.InvalidEventError => typeof value === "function")
      .map((Class) => new Class("").name)
      .filter((name) => name !== "Error");
    const listed = new Set(Object.values(errors.ERROR_NAMES).flat());
    assert.deepEqual(names.sort(), [...listed].sort());
  });

  it("that are answered with 500 are RetryableErrors, and no others", () => {
    const answered = Object.values(errors)
      .filter((value) => typeof value === "function")
      .filter((Class) => Class.prototype instanceof errors.RetryableError)
      .map((Class) => new (Class as unknown as typeof errors.PayloadNotReadyError)("").name);
    assert.deepEqual(answered.sort(), [...errors.ERROR_NAMES.answered].sort());
  });
});
