import assert from "node:assert/strict";
import { costTable, type Costs } from "../../docs/costs";

const COSTS: Costs = {
  region: "eu-west-1",
  currency: "EUR",
  asOf: "2026-11",
  note: "A note.",
  parts: [
    {
      part: "Key",
      setting: "key",
      source: "https://example.com",
      atRest: [{ what: "key", quantity: 2, price: 1 }],
      per1000: [{ what: "requests", quantity: 1000, price: 0.000005 }],
    },
  ],
};

describe("the table of costs", () => {
  it("multiplies quantity and price, and adds up", () => {
    assert.equal(
      costTable(COSTS),
      [
        "| part | setting | a month at rest | 1,000 executions |",
        "| --- | --- | ---: | ---: |",
        "| [Key](https://example.com) | `key` | 2.00 | 0.005 |",
        "| **All** |  | **2.00** | **0.005** |",
        "",
        "EUR, eu-west-1, 2026-11. A note.",
      ].join("\n"),
    );
  });
});
