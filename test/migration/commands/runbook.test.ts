import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { offline, PROJECT_DIR, runProgram } from "../../../engine/program";
import { explainGap } from "../../../migration/adopt";
import { hardenText } from "../../../migration/commands/harden";
import { verifyText } from "../../../migration/commands/verify";
import { hardenings } from "../../../migration/release/harden";
import { removedBlocks, stateRemoveLines } from "../../../migration/release/release";
import { planAdoption, type Plan } from "../../../migration/plan/plan";
import { planText } from "../../../migration/plan/report";
import type { State } from "../../../migration/state/state";
import { exampleFile, stateOf } from "../states";

/** Blocks of output in the runbook, in their order. */
function quoted(): string[] {
  const text = readFileSync(path.join(PROJECT_DIR, "docs", "migration.md"), "utf8");
  return [...text.matchAll(/^```text\n(.*?)^```$/gms)].map(([, block]) => block ?? "");
}

describe("the runbook quotes what the commands say", () => {
  let state: State;
  let plan: Plan;
  before(async () => {
    state = stateOf(exampleFile());
    plan = await planAdoption(state);
  });

  it("of the plan", () => {
    // The fixture comes without the zip, of which the plan then warns.
    const text = planText({ ...plan, warnings: [] });

    assert.equal(quoted()[0], text);
  });

  it("of a map that does not fit", () => {
    const [first = ""] = plan.adopt.map(({ urn }) => urn).sort();

    assert.equal(quoted()[1], `${explainGap({ undeclared: [], unmapped: [first] })}\n`);
  });

  it("of the verification", () => {
    const lines = stateRemoveLines(plan, state.resources);

    assert.equal(quoted()[2], verifyText([], lines, plan, true));
    assert.equal(quoted()[3], verifyText([], removedBlocks(plan, state.resources), plan, false));
  });

  it("of the hardening, which replaces and deletes nothing of the example", async () => {
    const terraform = plan.settings.full["stepfunctions:terraform"] as Record<string, object>;
    const hardened = Object.fromEntries(
      Object.entries(terraform).map(([name, entry]) => [name, { ...entry, hardened: true }]),
    );
    const run = (entries: object): ReturnType<typeof runProgram> =>
      runProgram({
        stack: "dev",
        config: { ...plan.settings.full, "stepfunctions:terraform": entries },
        provider: offline(plan.where),
      });
    const changes = hardenings(await run(terraform), await run(hardened));

    assert.deepEqual(
      changes.filter(({ action }) => action === "replace" || action === "delete"),
      [],
    );
    assert.equal(quoted()[4], hardenText(changes));
  });
});
