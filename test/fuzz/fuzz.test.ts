import assert from "node:assert/strict";
import { attack } from "./attack";
import { fuzz } from "./main";
import { TARGETS } from "./targets";
import { capture } from "../support/capture";

/** Inputs for a command; `npm run fuzz` tries some hundred times as many. */
const RUNS = 60;

describe("the attack", () => {
  it("reports a crash with the input that gives it again", async () => {
    const crash = (): never => (undefined as unknown as { path: () => never }).path();
    const target = { name: "crash", seeds: () => ["{}"], file: "x", run: crash, weight: 1 };
    const [failure, ...others] = await attack(target, 2, 9);
    assert.deepEqual([failure?.seed, others.length], [9, 1]);
    assert.match(failure?.problem ?? "", /Cannot read properties of undefined/);
  });
});

describe("npm run fuzz", () => {
  for (const [args, message] of [
    [["--only", "no such"], /^error: no command has "no such" in its name; there are asl /],
    [["--seed", "x"], /'--seed <number>' argument 'x' is invalid/],
    [["--runs", "0"], /'--runs <count>' argument '0' is invalid/],
  ] as const) {
    it(`refuses ${args.join(" ")}`, async () => {
      const { exit, stdout, stderr } = await capture(() => fuzz(args));

      assert.deepEqual([exit, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }
});

describe("every command on spoilt inputs", () => {
  for (const target of TARGETS) {
    it(`${target.name} ends with findings or one clear error`, async function () {
      this.timeout(10 * 60_000);
      const failures = await attack(target, Math.ceil(RUNS / target.weight), 1);
      assert.deepEqual(failures, []);
    });
  }
});
