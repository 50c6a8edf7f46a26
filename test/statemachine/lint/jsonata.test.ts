import assert from "node:assert/strict";
import { lint } from "../../../statemachine/lint";

/** An expression, and the rules that find something in it as the Output of a state. */
const CASES: readonly (readonly [expression: string, ...rules: string[]])[] = [
  ["$states.input.items[price > 3].name"],
  ["$states.input.items^(>price, name)"],
  ["$states.input.items{category: $sum(price)}"],
  ["$states.input.(first & last)"],
  ["$states.input ~> |items|{'seen': true}|"],
  ["$states.input.a.b.{'above': %.c}"],
  ["$states.input.a#$i.{'at': $i}"],
  ["$states.input.a@$x.b[id = $x.id]"],
  ["$map($states.input.a, function($v) { $v.name })"],
  ["$states.context.Execution.Input.a"],
  ["$hash('a', 'SHA-256') & $uuid() & $string($random(7)) & $string($range(1, 9, 2))"],
  ["$states.input.a ~> $partition(2) ~> $count"],
  ["($double := function($n) { $n * 2 }; $states.input.n ~> $double)"],
  ["$states.*"],
  ["$states.$string(input)"],
  ["$exists($other) ? $other : 1"],
  ["$exists($helper) ? $helper(1) : 1"],
  ["($eval := function($n) { $n }; $eval($states.input.n))"],
  ["name", "jsonata-reference"],
  ["$.name", "jsonata-reference"],
  ["[name]", "jsonata-reference"],
  ["$states.result", "jsonata-reference"],
  ["$states.errorOutput.Cause", "jsonata-reference"],
  ["$eval('1')", "jsonata-syntax"],
  ["$states.input.a ?: 1", "jsonata-syntax"],
  ["$other", "undefined-variable"],
  ["$map($states.input.a, $helper)", "undefined-variable"],
  ["$Sum($states.input.a)", "jsonata-unknown-name"],
  ["$helper(?, 1)", "jsonata-unknown-name"],
  ["$states.input ~> $helper", "jsonata-unknown-name"],
  ["$states.taskToken", "jsonata-unknown-name"],
];

describe("expressions", () => {
  for (const [expression, ...expected] of CASES) {
    it(`${expected.length === 0 ? "takes" : "finds fault with"} ${expression}`, () => {
      const found = lint({
        StartAt: "A",
        QueryLanguage: "JSONata",
        TimeoutSeconds: 60,
        States: { A: { Type: "Pass", Output: `{% ${expression} %}`, End: true } },
      });

      assert.deepEqual(
        found.map(({ code }) => code),
        expected,
      );
    });
  }
});
