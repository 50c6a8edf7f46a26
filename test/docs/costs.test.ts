import assert from "node:assert/strict";
import { costTable, type Costs, type PriceTable } from "../../docs/costs";

const PRICES: PriceTable = {
  region: "eu-west-1",
  currency: "EUR",
  asOf: "2026-11",
  prices: {
    key: { price: 1, unit: "key", source: "https://example.com" },
    request: { price: 0.000005, unit: "request", source: "https://example.com" },
  },
};

const COSTS: Costs = {
  note: "A note.",
  parts: [
    {
      part: "Key",
      setting: "key",
      atRest: [{ what: "key", quantity: 2, price: "key" }],
      per1000: [{ what: "requests", quantity: 1000, price: "request" }],
    },
  ],
};

describe("the table of costs", () => {
  it("multiplies quantity and price, and adds up", () => {
    assert.equal(
      costTable(COSTS, PRICES),
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
