import assert from "node:assert/strict";
import fc from "fast-check";
import {
  INLINE_POLICY_LIMIT,
  MANAGED_POLICY_LIMIT,
  policySize,
  splitPolicy,
  statements,
  type Grant,
} from "../../../statemachine/iam";

const grant = fc.record({
  actions: fc.array(fc.constantFrom("a:X", "a:Y", "b:Z"), { minLength: 1, maxLength: 3 }),
  resources: fc.array(fc.constantFrom("arn:1", "arn:2", "arn:3/*", "arn:3/x", "*"), {
    minLength: 1,
    maxLength: 3,
  }),
});

describe("statements", () => {
  it("allow the same in any order of the grants", () => {
    fc.assert(
      fc.property(fc.array(grant), (grants) => {
        assert.deepEqual(statements([...grants].reverse()), statements(grants));
      }),
    );
  });

  it("allow what the grants allow and nothing else", () => {
    const pairs = (
      list: readonly { actions: readonly string[]; resources: readonly string[] }[],
    ): Set<string> =>
      new Set(
        list.flatMap(({ actions, resources }) =>
          actions.flatMap((action) =>
            ["arn:1", "arn:2", "arn:3/x", "arn:3/y", "arn:4"]
              .filter((one) =>
                resources.some(
                  (pattern) =>
                    pattern === "*" ||
                    pattern === one ||
                    (pattern === "arn:3/*" && one.startsWith("arn:3/")),
                ),
              )
              .map((one) => `${action} ${one}`),
          ),
        ),
      );
    fc.assert(
      fc.property(fc.array(grant), (grants) => {
        const got = statements(grants).map(({ Action, Resource }) => ({
          actions: [Action ?? []].flat(),
          resources: [Resource ?? []].flat(),
        }));
        assert.deepEqual(pairs(got), pairs(grants));
      }),
    );
  });

  it("have Sids of letters and digits, each once", () => {
    const [plain, conditioned] = statements([
      { actions: ["execute-api:Invoke"], resources: ["arn:1"] },
      {
        actions: ["execute-api:Invoke"],
        resources: ["arn:1"],
        condition: { Bool: { "aws:SecureTransport": "true" } },
      },
    ]);
    assert.deepEqual([plain?.Sid, conditioned?.Sid], ["ExecuteApiInvoke", "ExecuteApiInvoke2"]);
  });
});

describe("splitPolicy", () => {
  const many = (count: number): Grant[] =>
    Array.from({ length: count }, (_item, at) => ({
      actions: [`svc${at % 7}:Do`],
      resources: [`arn:aws:svc:eu-west-1:111122223333:thing/${at}`],
    }));

  it("keeps every statement, in documents that fit", () => {
    const whole = { Version: "2012-10-17" as const, Statement: statements(many(600)) };
    assert.ok(policySize(whole) > INLINE_POLICY_LIMIT);
    const parts = splitPolicy(whole);
    for (const part of parts) assert.ok(policySize(part) <= 6_144);
    const resources = (documents: typeof parts): string[] =>
      documents.flatMap(({ Statement }) =>
        Statement.flatMap(({ Action, Resource }) =>
          [Resource ?? []].flat().map((one) => `${String(Action)} ${one}`),
        ),
      );
    assert.deepEqual(resources(parts), resources([whole]));
    for (const { Statement } of parts) {
      assert.equal(new Set(Statement.map(({ Sid }) => Sid)).size, Statement.length);
    }
  });

  it("fills one document after the other, the first to a limit of its own", () => {
    const whole = { Version: "2012-10-17" as const, Statement: statements(many(600)) };
    const parts = splitPolicy(whole, MANAGED_POLICY_LIMIT, INLINE_POLICY_LIMIT);
    const sizes = parts.map(policySize);
    assert.equal(sizes.length, Math.ceil((policySize(whole) - INLINE_POLICY_LIMIT) / 6_000) + 1);
    for (const [index, size] of sizes.slice(0, -1).entries()) {
      const limit = index === 0 ? INLINE_POLICY_LIMIT : MANAGED_POLICY_LIMIT;
      assert.ok(size <= limit && size > limit - 60, `${index}: ${size} of ${limit}`);
    }
  });

  it("leaves a policy that fits as it is", () => {
    const whole = { Version: "2012-10-17" as const, Statement: statements(many(3)) };
    assert.deepEqual(splitPolicy(whole), [whole]);
  });

  it("says so when one resource is too long", () => {
    const whole = { Version: "2012-10-17" as const, Statement: statements(many(1)) };
    assert.throws(
      () => splitPolicy(whole, 50),
      /statement Svc0Do alone is longer than 50 characters/,
    );
  });
});
