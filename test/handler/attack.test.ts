import assert from "node:assert/strict";
import { attack } from "./attack";

// attack.e2e.ts does the same with 1,000 executions.
describe("the handler against an S3 that fails at random", () => {
  it("does the work of 30 executions at once, each piece once, with its payload", async function () {
    this.timeout(60_000);

    const { failed, done, pieces } = await attack({
      executions: 30,
      timeout: 4_000,
      patience: 300,
      rush: 500,
    });

    assert.deepEqual(failed, []);
    assert.deepEqual([...done.keys()].sort(), [...pieces].sort());
    assert.deepEqual(
      [...done].filter(([, count]) => count !== 1),
      [],
    );
  });
});
