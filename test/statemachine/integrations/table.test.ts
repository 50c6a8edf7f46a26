import assert from "node:assert/strict";
import { findAction, iamPrefix } from "../../../statemachine/iam/actions";
import { findIntegration, INTEGRATIONS, type Pattern } from "../../../statemachine/integrations";
import { lint } from "../../../statemachine/lint";
import { permissions, PermissionsError } from "../../../statemachine/permissions";
import { HERE } from "../permissions/support";

const PATTERNS: readonly Pattern[] = ["requestResponse", "sync", "sync:2", "waitForTaskToken"];

/** A machine of one task that calls `name` by `pattern`. */
function calling(name: string, pattern: Pattern): object {
  const ending = pattern === "requestResponse" ? "" : `.${pattern}`;
  const resource = `arn:aws:states:::${name}${ending}`;
  return {
    StartAt: "Call",
    States: { Call: { Type: "Task", Resource: resource, Parameters: {}, End: true } },
  };
}

/** What the linter says against the Resource of `definition`. */
function lintCodes(definition: object): string[] {
  const codes = ["unknown-integration", "unsupported-pattern"];
  return lint(definition)
    .map(({ code }) => code)
    .filter((code) => codes.includes(code));
}

/** Whether permissions are derived for the call of `definition`, whatever it leaves to be granted. */
function isDerived(definition: object): boolean {
  try {
    permissions(definition, HERE);
    return true;
  } catch (error) {
    assert.ok(error instanceof PermissionsError);
    return !/unknown integration|has no \.sync form/.test(error.message);
  }
}

describe("the table of integrations", () => {
  it("is read alike by the linter and by the permissions", () => {
    for (const [name, { patterns }] of Object.entries(INTEGRATIONS))
      for (const pattern of PATTERNS) {
        const definition = calling(name, pattern);
        const isOffered = patterns.includes(pattern);
        assert.deepEqual(lintCodes(definition), isOffered ? [] : ["unsupported-pattern"], name);
        if (isOffered) assert.ok(isDerived(definition), `${name} ${pattern}`);
        else if (pattern === "sync") assert.ok(!isDerived(definition), name);
      }
  });

  it("has no row for what AWS does not offer", () => {
    const absent = ["codebuild:batchGetBuildBatches", "dynamodb:query", "snss:publish"];
    const inherited = ["constructor", "toString", "__proto__", "hasOwnProperty:call"];
    for (const name of [...absent, ...inherited]) assert.equal(findIntegration(name), undefined);
    for (const name of absent) {
      const definition = calling(name, "requestResponse");
      assert.deepEqual(lintCodes(definition), ["unknown-integration"], name);
      assert.equal(isDerived(definition), false, name);
    }
  });

  it("offers for CodeBuild what its page of the guide lists", () => {
    const offered = (name: string): readonly Pattern[] | undefined =>
      findIntegration(`codebuild:${name}`)?.patterns.filter((each) => each !== "waitForTaskToken");
    for (const name of ["startBuild", "startBuildBatch", "retryBuildBatch"])
      assert.deepEqual(offered(name), ["requestResponse", "sync"], name);
    for (const name of ["stopBuild", "stopBuildBatch", "batchDeleteBuilds", "deleteBuildBatch"])
      assert.deepEqual(offered(name), ["requestResponse"], name);
  });

  it("names SDK calls that exist", () => {
    const calls = Object.values(INTEGRATIONS)
      .flatMap(({ polledBy = [], replaces }) => [...polledBy, replaces ?? []].flat())
      // Invoking a function is the one call whose action has another name.
      .filter((call) => call !== "lambda:invoke");
    const unknown = calls.filter((call) => {
      const [service = "", action = ""] = call.split(":");
      return findAction(iamPrefix(service) ?? "", action) === undefined;
    });
    assert.equal(calls.length, 17);
    assert.deepEqual(unknown, []);
  });
});
