import assert from "node:assert/strict";
import { attack } from "./attack";

describe("the handler against an S3 that fails at random", () => {
  it("does the work of 1,000 executions at once, each piece once, with its payload", async function () {
    this.timeout(180_000);

    const { failed, done, pieces } = await attack({
      executions: 1_000,
      timeout: 15_000,
      patience: 2_000,
      rush: 10_000,
    });

    assert.deepEqual(failed, []);
    assert.deepEqual([...done.keys()].sort(), [...pieces].sort());
    assert.deepEqual(
      [...done].filter(([, count]) => count !== 1),
      [],
    );
  });
});
