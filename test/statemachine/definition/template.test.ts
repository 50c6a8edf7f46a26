import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  placeholderNames,
  substitute,
  TemplateError,
} from "../../../statemachine/definition/template";

const FILE = "workflow.asl.json";

describe("substitute", () => {
  it("fills every placeholder, also inside of longer strings and several times", () => {
    const text = '{"a": "${x}", "b": "arn:${x}:${y}"}';
    const filled = substitute(FILE, text, { x: "1", y: "2" });
    assert.deepEqual(JSON.parse(filled), { a: "1", b: "arn:1:2" });
  });

  it("makes a bare value of a number or truth value that is the whole string", () => {
    const filled = substitute(FILE, '{"Seconds": "${wait}", "c": "in ${wait} s", "d": "${on}"}', {
      wait: 10,
      on: true,
    });
    assert.deepEqual(JSON.parse(filled), { Seconds: 10, c: "in 10 s", d: true });
  });

  it("takes a quote that is escaped for a letter of its string", () => {
    const filled = substitute(FILE, String.raw`["{% $wait = \"${"$"}{wait}"]`, { wait: 10 });
    assert.deepEqual(JSON.parse(filled), ['{% $wait = "10']);
  });

  it("gives back any text, whatever is in it, and does not fill what a value holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        const filled = substitute(FILE, '["${x}", "<${x}>"]', { x: value });
        assert.deepEqual(JSON.parse(filled), [value, `<${value}>`]);
      }),
    );
    assert.equal(substitute(FILE, '"${x}"', { x: '"${y}"\n' }), String.raw`"\"${"$"}{y}\"\n"`);
  });

  it("leaves JSONPath, intrinsic functions and JSONata alone", () => {
    const text = `{"a.$": "States.Format('{}', $.x)", "b": "$$.Task.Token", "c": "{% $x %}"}`;
    assert.equal(substitute(FILE, text, {}), text);
  });

  it("names file and every unknown, misspelt and unused placeholder at once", () => {
    const text = '"${functionArm} ${a b} ${} ${open"';
    assert.throws(
      () => substitute(FILE, text, { functionArn: "x", region: "y" }),
      (error) => {
        assert(error instanceof TemplateError);
        assert.equal(error.file, FILE);
        assert.deepEqual(error.problems, [
          "unknown placeholder ${functionArm} (known are functionArn, region)",
          '"${a b}" is not a placeholder: write ${name}, with letters, digits and underscores',
          '"${}" is not a placeholder: write ${name}, with letters, digits and underscores',
          '"${open" is not a placeholder: write ${name}, with letters, digits and underscores',
          'value "functionArn" is not used by any placeholder',
          'value "region" is not used by any placeholder',
        ]);
        assert(error.message.startsWith(`${FILE}: unknown placeholder`));
        return true;
      },
    );
  });

  it("does not take what every object has for a value", () => {
    assert.throws(() => substitute(FILE, '"${constructor}"', {}), /unknown placeholder/);
  });

  it("lists each name once, in order", () => {
    assert.deepEqual(placeholderNames('"${b} ${a} ${b}"'), ["b", "a"]);
  });
});
