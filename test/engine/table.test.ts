import assert from "node:assert/strict";
import { grid } from "../../engine/table";

describe("a table with lines", () => {
  // Letters of two columns: by the library alone, these take longer than a test may.
  it("shows the beginning of a word that is longer than its column, however long it is", () => {
    const name = "漢".repeat(100_000);

    const shown = grid(["Name"], [[`of ${name}`]], { colWidths: [10] });

    assert.deepEqual(shown.split("\n"), [
      "┌──────────┐",
      "│ Name     │",
      "├──────────┤",
      "│ of       │",
      "│ 漢漢漢…  │",
      "└──────────┘",
    ]);
  });

  it("leaves a word that fits as it is", () => {
    const shown = grid(["Name"], [["漢漢漢漢"]], { colWidths: [10] });

    assert.equal(shown.split("\n")[3], "│ 漢漢漢漢 │");
  });
});
