import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { PROJECT_DIR, runProgram } from "../../engine/program";
import { codeBlocks, evaluate } from "../support/markdown";
import { judge } from "../support/pack";

const FOLDER = "docs/components";
const PAGES = readdirSync(path.join(PROJECT_DIR, FOLDER)).map((name) => `${FOLDER}/${name}`);

describe("the pages of the components", function () {
  this.timeout(60_000);

  for (const page of PAGES) {
    it(`${page}: its program runs, and the policy pack finds nothing`, async () => {
      const [code = ""] = codeBlocks(page);

      const document = await runProgram({
        stack: "test",
        program: () => void evaluate(page, code),
      });
      const report = await judge(document);

      assert.deepEqual(report, { violations: [], notEvaluated: [], exemptions: [] });
    });
  }
});
