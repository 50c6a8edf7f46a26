import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fromExport } from "../../engine/policy/input";
import { judge } from "../support/pack";

/** A small exported stack with what is right to say of it. */
interface Verdict {
  readonly name: string;
  /** Rules that find something in it. */
  readonly finds: readonly string[];
  /** Rules that find nothing in it; `*` for all. */
  readonly quiet: readonly string[];
  readonly resources: readonly unknown[];
}

const FOLDER = path.join(__dirname, "verdicts");

describe("policy verdicts", function () {
  this.timeout(60_000);
  for (const file of readdirSync(FOLDER)) {
    for (const { name, finds, quiet, resources } of verdictsOf(file)) {
      it(`judges ${name}`, async () => {
        const stack = fromExport({ deployment: { resources } }, name);

        const report = await judge(stack);

        const found = new Set(report.violations.map(({ rule }) => rule));
        const missed = finds.filter((rule) => !found.has(rule));
        const wrong = [...found].filter((rule) => quiet.includes(rule) || quiet.includes("*"));
        assert.deepEqual({ missed, wrong }, { missed: [], wrong: [] });
      });
    }
  }
});

function verdictsOf(file: string): Verdict[] {
  return JSON.parse(readFileSync(path.join(FOLDER, file), "utf8")) as Verdict[];
}
