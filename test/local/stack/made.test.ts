import assert from "node:assert/strict";
import type { AwsProvider } from "../../../engine/aws";
import type { ResourceRequest, StackDocument } from "../../../engine/program";
import { MadeResources, NotInPlace } from "../../../local/stack/made";

const documentOf = (inputs: Record<string, object>): StackDocument =>
  ({
    resources: Object.entries(inputs).map(([urn, each]) => ({ urn, inputs: each })),
  }) as unknown as StackDocument;
const request = (urn: string, inputs: Record<string, unknown>): ResourceRequest => ({
  urn,
  type: "t",
  name: urn,
  inputs,
  external: false,
});

describe("what a round of the watcher makes", () => {
  /** A cloud that notes what it does, and cannot change what has the name `stuck`. */
  function cloud(): { done: string[]; made: MadeResources } {
    const done: string[] = [];
    const note = (what: string, { urn }: ResourceRequest): void => void done.push(`${what} ${urn}`);
    const provider = {
      create: (each: ResourceRequest) => (note("create", each), { id: each.urn, n: 1 }),
      update: async (each: ResourceRequest, before: object) =>
        each.urn === "stuck" ? undefined : (note("update", each), { ...before, n: 2 }),
    } as unknown as AwsProvider;
    return { done, made: new MadeResources(provider) };
  }

  it("is what is new or not the same, with the outputs that the rest has had", async () => {
    const { done, made } = cloud();
    made.begin(documentOf({ a: { x: 1 }, b: {} }));
    const first = await made.create(request("a", { x: 1 }));
    await made.create(request("b", {}));
    made.begin(documentOf({ a: { x: 1 }, b: { y: 2 }, c: {} }));
    assert.equal(await made.create(request("a", { x: 1 })), first);
    assert.deepEqual(await made.create(request("b", { y: 2 })), { id: "b", n: 2 });
    await made.create(request("c", {}));
    assert.deepEqual(done, ["create a", "create b", "update b", "create c"]);
  });

  it("is changed where only a file's content is another", async () => {
    const { done, made } = cloud();
    made.begin(documentOf({ f: { code: "hash 1" } }));
    await made.create(request("f", {}));
    made.begin(documentOf({ f: { code: "hash 2" } }));
    await made.create(request("f", {}));
    assert.deepEqual(done, ["create f", "update f"]);
  });

  it("is everything, where something is gone or cannot be changed in place", async () => {
    const { made } = cloud();
    made.begin(documentOf({ a: {}, stuck: {} }));
    await made.create(request("a", {}));
    await made.create(request("stuck", {}));
    assert.throws(() => made.begin(documentOf({ stuck: {} })), NotInPlace);
    made.begin(documentOf({ a: {}, stuck: { x: 1 } }));
    await assert.rejects(
      made.create(request("stuck", { x: 1 })),
      new NotInPlace("stuck cannot be changed in place"),
    );
  });
});
