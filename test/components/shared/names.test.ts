import assert from "node:assert/strict";
import fc from "fast-check";
import { nameProblem } from "../../../components/shared/limits/limits";
import { resourceName } from "../../../components/shared/names";

describe("building names", () => {
  const part = fc.stringMatching(/^[a-z0-9]{1,10}$/);

  it("joins the parts in order and stays within every limit that takes its characters", () => {
    fc.assert(
      fc.property(part, part, part, (prefix, environment, name) => {
        const built = resourceName(prefix, environment, name);
        assert.deepEqual(built.split("-"), [prefix, environment, name]);
        for (const kind of ["role", "policy", "function", "stateMachine", "logGroup"] as const) {
          assert.equal(nameProblem(kind, built), undefined);
        }
      }),
    );
  });

  it("names the limit and the value of a name that is too long", () => {
    const limits = { bucket: 63, role: 64, policy: 128, function: 64, stateMachine: 80 } as const;
    for (const [kind, max] of Object.entries(limits) as [keyof typeof limits, number][]) {
      assert.equal(nameProblem(kind, "x".repeat(max)), undefined);
      const long = "x".repeat(max + 1);
      const problem = nameProblem(kind, long);
      assert.ok(problem?.includes(`has ${max + 1} characters: AWS allows`), problem);
      assert.ok(problem?.includes(`to ${max}`) && problem.includes(long), problem);
    }
  });

  it("accepts a bucket name exactly when the rules of S3 do", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9._-]{1,66}$/), (name) => {
        const good =
          /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
          !/\.\.|^\d+\.\d+\.\d+\.\d+$|^xn--|^sthree-|^amzn-s3-demo-/.test(name) &&
          !/-s3alias$|--ol-s3$|\.mrap$|--x-s3$|--table-s3$/.test(name);
        assert.equal(nameProblem("bucket", name) === undefined, good);
      }),
    );
  });

  const refused = {
    "-ab": /begin and end with a letter or digit/,
    "a..b": /no two dots in a row/,
    "10.0.0.1": /not look like an IP address/,
    "xn--abc": /not begin with xn--/,
    "abc--x-s3": /not end with/,
  };
  for (const [name, rule] of Object.entries(refused)) {
    it(`refuses the bucket name ${name}`, () => {
      assert.match(nameProblem("bucket", name) ?? "", rule);
    });
  }
});
