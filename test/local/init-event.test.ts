import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_DIR } from "../../engine/program";
import { readEvent } from "../../local/executions/events";
import { initEvent } from "../../local/executions/init-event";

describe("a test made of the last run", () => {
  let folder: string;
  let run: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "init-event-"));
    run = path.join(folder, "run.json");
    const execution = {
      name: "order",
      description: "",
      status: "FAILED",
      input: { bucket: "payloads-x1y2z3", at: "us-east-1", list: ["s3://payloads-x1y2z3/a"] },
      path: ["Work", "Fail"],
      error: "Declined",
      cause: "no money",
    };
    // A name that no event can have in it stays out of them.
    const named = { "a-bucket": "payloads-x1y2z3", payloadBucket: "payloads-x1y2z3" };
    const outputs = { ...named, short: "us", count: 1 };
    writeFileSync(run, JSON.stringify({ executions: [execution], outputs }));
  });

  after(() => rmSync(folder, { recursive: true }));

  it("has its input, with outputs by their names, and how it ended", () => {
    const file = initEvent("order", run, folder);

    assert.equal(file, path.join(folder, "order.json"));
    const { $schema, ...event } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    assert.equal(
      path.resolve(folder, String($schema)),
      path.join(PROJECT_DIR, "docs", "event.schema.json"),
    );
    assert.deepEqual(event, {
      description: "",
      input: { bucket: "${payloadBucket}", at: "us-east-1", list: ["s3://${payloadBucket}/a"] },
      expect: { status: "FAILED", path: ["Work", "Fail"], error: "Declined" },
    });
    assert.equal(readEvent(file).name, "order");
  });

  it("replaces none that is there, and needs an event of the run", () => {
    assert.throws(
      () => initEvent("order", run, folder),
      /order\.json is there already: remove or rename it first/,
    );
    assert.throws(() => initEvent("other", run, folder), {
      name: "UsageError",
      message: 'the last run had no event "other"; it had order',
    });
    assert.throws(
      () => initEvent("x", path.join(folder, "no.json"), folder),
      /no\.json cannot be read/,
    );
  });
});
