import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { capture } from "../support/capture";
import { ops } from "../../ops/main";
import { fakeAws, type Operations } from "./fake-aws";
import { measuredWorld } from "./measured-world";
import { ago, failed, MACHINE, World } from "./world";

/** Blocks of a page that show a command and what it prints, errors and notes first. */
function shownIn(page: string): { command: string; output: string }[] {
  const blocks = textOf(page).matchAll(
    /<!-- ops -->\n```console\n\$ npm run -s ops -- (.*)\n([^]*?)```/g,
  );
  return [...blocks].map(([, command = "", output = ""]) => ({ command, output }));
}

/** The file of JSON that a page shows. */
function jsonIn(page: string): string {
  return /```json\n([^]*?)```/.exec(textOf(page))?.[1] ?? "";
}

const textOf = (page: string): string =>
  readFileSync(path.join(__dirname, "..", "..", "docs", page), "utf8");

/** Times and ids of a run are another in the next. */
const still = (text: string): string =>
  text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-11-26T08:00:00.000Z")
    .replaceAll("arn:aws:states:eu-west-1:123456789012:", "arn:aws:states:eu-west-1:000000000000:");

/** What the world of a page has, and files that it shows. */
const PAGES: Readonly<Record<string, { operations: () => Operations; file?: string }>> = {
  "operating.md": {
    operations: () =>
      new World([
        ...Array.from({ length: 118 }, (_, index) => failed(`order-${1000 + index}`)),
        failed("order-17", { notRedrivable: "Execution history event limit exceeded" }),
        failed("order-2000", { status: "TIMED_OUT", state: "Ship", error: undefined, cause: "" }),
        failed("order-2001", {
          ...{ state: "Ship", error: "Sqs.QueueDoesNotExist", stopDate: ago(0.5) },
          cause: "The specified queue does not exist. (Status Code: 400; Request ID: 8f7c2d)",
        }),
      ]).operations,
  },
  "advise.md": { operations: measuredWorld, file: "readings.json" },
};

for (const [page, { operations, file }] of Object.entries(PAGES)) {
  describe(`docs/${page}`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), "ops-"));
    after(() => rmSync(folder, { recursive: true }));

    for (const { command, output } of shownIn(page)) {
      it(`shows what ${command} prints`, async () => {
        const aws = await fakeAws(operations());
        if (file !== undefined) writeFileSync(path.join(folder, file), jsonIn(page));
        const args = command
          .replace("--stack prod", `--machine ${MACHINE} --endpoint ${aws.endpoint}`)
          .replace(String(file), path.join(folder, String(file)))
          .split(" ");
        const printed = await capture(() => ops(args));
        aws.close();
        rmSync("out/ops/night.jsonl", { force: true });

        assert.equal(still(`${printed.stderr}${printed.stdout}`), output);
      });
    }
  });
}
