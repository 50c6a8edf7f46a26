import assert from "node:assert/strict";
import fc from "fast-check";
import { matchesAction, matchesPattern, patternsOverlap } from "../../../statemachine/iam";

describe("IAM patterns", () => {
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", ":", "*", "?"), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength: 8 });

  it("overlap when a text is allowed by both", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (left, right, both) => {
        if (matchesPattern(left, both) && matchesPattern(right, both))
          assert.ok(patternsOverlap(left, right));
      }),
    );
  });

  it("overlap with a plain text exactly when they allow it", () => {
    fc.assert(
      fc.property(pattern, text, (left, plain) => {
        assert.equal(patternsOverlap(left, plain), matchesPattern(left, plain));
        assert.equal(patternsOverlap(plain, left), matchesPattern(left, plain));
      }),
    );
  });

  it("match actions in any letter case, and in linear time", () => {
    assert.ok(matchesAction("S3:get*", "s3:GetObject"));
    assert.ok(matchesAction("iam:?assrole", "iam:PassRole"));
    assert.ok(!matchesAction("s3:Get", "s3:GetObject"));
    assert.ok(!matchesAction(`ec2:${"*?".repeat(20)}!`, `ec2:${"a".repeat(200)}`));
  });
});
