import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { capture } from "../support/capture";
import { ops } from "../../ops/main";
import { fakeAws } from "./fake-aws";
import { ago, failed, MACHINE, World } from "./world";

/** Blocks of a page that show a command and what it prints, errors and notes first. */
function shownIn(page: string): { command: string; output: string }[] {
  const text = readFileSync(path.join(__dirname, "..", "..", "docs", page), "utf8");
  const blocks = text.matchAll(/<!-- ops -->\n```console\n\$ npm run -s ops -- (.*)\n([^]*?)```/g);
  return [...blocks].map(([, command = "", output = ""]) => ({ command, output }));
}

/** Times and ids of a run are another in the next. */
const still = (text: string): string =>
  text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-11-26T08:00:00.000Z")
    .replaceAll("arn:aws:states:eu-west-1:123456789012:", "arn:aws:states:eu-west-1:000000000000:");

describe("docs/operating.md", () => {
  for (const { command, output } of shownIn("operating.md")) {
    it(`shows what ${command} prints`, async () => {
      const world = new World([
        ...Array.from({ length: 118 }, (_, index) => failed(`order-${1000 + index}`)),
        failed("order-17", { notRedrivable: "Execution history event limit exceeded" }),
        failed("order-2000", { status: "TIMED_OUT", state: "Ship", error: undefined, cause: "" }),
        failed("order-2001", {
          ...{ state: "Ship", error: "Sqs.QueueDoesNotExist", stopDate: ago(0.5) },
          cause: "The specified queue does not exist. (Status Code: 400; Request ID: 8f7c2d)",
        }),
      ]);
      const aws = await fakeAws(world.operations);
      const args = command
        .replace("--stack prod", `--machine ${MACHINE} --endpoint ${aws.endpoint}`)
        .split(" ");
      const printed = await capture(() => ops(args));
      aws.close();
      rmSync("out/ops/night.jsonl", { force: true });

      assert.equal(still(`${printed.stderr}${printed.stdout}`), output);
    });
  }
});
