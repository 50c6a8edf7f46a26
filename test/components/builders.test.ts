import assert from "node:assert/strict";
import fc from "fast-check";
import { nameProblem, resourceName } from "../../components/shared/names";
import {
  mergeBySid,
  mergePolicies,
  policyDocument,
  statementsOf,
  type Statement,
} from "../../statemachine/iam/document";
import { baseTags, named, tagProblems } from "../../components/shared/tags";

const sid = fc.constantFrom("A", "B", "C", "D", undefined);
const statement: fc.Arbitrary<Statement> = fc.record({
  Sid: sid as fc.Arbitrary<string>,
  Effect: fc.constantFrom("Allow", "Deny"),
  Action: fc.string({ minLength: 1 }),
});
const statements = fc.array(statement, { maxLength: 8 });
/** A document that AWS could have accepted: no Sid twice. */
const document = fc.uniqueArray(statement, {
  maxLength: 5,
  selector: ({ Sid }) => Sid ?? Symbol("no Sid"),
});

const withSid = (list: readonly Statement[]): Statement[] => list.filter(({ Sid }) => Sid);

describe("merging policies by Sid", () => {
  it("has the last statement of every Sid, once", () => {
    fc.assert(
      fc.property(document, fc.array(statements), (base, overrides) => {
        const merged = mergeBySid(base, ...overrides);
        const all = withSid([base, ...overrides].flat());
        const last = new Map(all.map((each) => [each.Sid, each]));
        assert.deepEqual(new Map(withSid(merged).map((each) => [each.Sid, each])), last);
        assert.equal(withSid(merged).length, last.size);
      }),
    );
  });

  it("keeps every statement without a Sid", () => {
    fc.assert(
      fc.property(document, statements, (base, override) => {
        const count = (list: readonly Statement[]): number => list.length - withSid(list).length;
        assert.equal(count(mergeBySid(base, override)), count(base) + count(override));
      }),
    );
  });

  it("keeps the place of what was there and appends the rest in order", () => {
    fc.assert(
      fc.property(document, document, (base, override) => {
        const merged = mergeBySid(base, override);
        assert.deepEqual(
          merged.slice(0, base.length).map(({ Sid }) => Sid),
          base.map(({ Sid }) => Sid),
        );
        const known = new Set(withSid(base).map(({ Sid }) => Sid));
        assert.deepEqual(
          merged.slice(base.length),
          override.filter(({ Sid }) => !Sid || !known.has(Sid)),
        );
      }),
    );
  });

  it("changes nothing without overrides, and nothing the second time with the same Sids", () => {
    fc.assert(
      fc.property(document, document, (base, override) => {
        const named = withSid(override);
        assert.deepEqual(mergeBySid(base), base);
        assert.deepEqual(mergeBySid(mergeBySid(base, named), named), mergeBySid(base, named));
      }),
    );
  });

  it("reads a document, its text, and a single statement alike, and keeps the last Id", () => {
    const one: Statement = { Sid: "A", Effect: "Deny" };
    const base = policyDocument([], "first");
    const expected = { Version: "2012-10-17", Id: "last", Statement: [one] };
    for (const source of [
      { Id: "last", Statement: one },
      { Id: "last", Statement: [one] },
    ]) {
      assert.deepEqual(mergePolicies(base, [source]), expected);
      assert.deepEqual(mergePolicies(base, [JSON.stringify(source)]), expected);
    }
  });

  for (const text of ["", "[]", "null", "{}", '{"Statement":[{}]}', '{"Statement":["x"]}']) {
    it(`refuses ${JSON.stringify(text)} as a policy document`, () => {
      assert.throws(() => statementsOf(text), /must be .*policy document/);
    });
  }
});

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

describe("merging tags", () => {
  const tags = fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.string());

  it("has every tag of the caller as it is, whatever the component's own", () => {
    fc.assert(
      fc.property(fc.string(), tags, tags, (environment, caller, own) => {
        const merged = baseTags(environment, caller, own);
        for (const [key, value] of Object.entries(caller)) assert.equal(merged[key], value);
        const keys = new Set(["Environment", "Terraform", ...Object.keys({ ...caller, ...own })]);
        assert.deepEqual(new Set(Object.keys(merged)), keys);
        for (const [key, value] of Object.entries(own)) {
          if (!Object.hasOwn(caller, key)) assert.equal(merged[key], value);
        }
      }),
    );
  });

  it("sets the resource's own name last, and nothing else", () => {
    fc.assert(
      fc.property(tags, fc.string(), (given, name) => {
        assert.deepEqual(named(given, name), { ...given, Name: name });
      }),
    );
  });

  it("refuses what AWS refuses", () => {
    assert.deepEqual(tagProblems({ Team: "a".repeat(256) }), []);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ""]));
    assert.match(tagProblems(many).join(), /has 51 tags: AWS allows 50/);
    assert.match(
      tagProblems({ ["k".repeat(129)]: "" }).join(),
      /129 characters: AWS allows 1 to 128/,
    );
    assert.match(tagProblems({ a: "v".repeat(257) }).join(), /257 characters: AWS allows 256/);
    assert.match(tagProblems({ "aws:a": "" }).join(), /which AWS reserves/);
    assert.match(tagProblems({ a: 1 as never }).join(), /tag values are strings/);
  });
});
