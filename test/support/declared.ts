import assert from "node:assert/strict";
import type { Statement } from "../../statemachine/iam/document";
import { runProgram, type StackResource } from "../../engine/program";

/** What a small program declared, run offline. */
export class Declared {
  public constructor(public readonly resources: readonly StackResource[]) {}

  /** Type and name of everything that was declared, sorted, components included. */
  public get identities(): string[] {
    return this.resources.map(({ type, name }) => `${type} ${name}`).sort();
  }

  /** The inputs of everything whose type begins like this, by type and name. */
  public inputs(type = ""): Map<string, Record<string, unknown>> {
    const found = this.resources.filter((each) => each.type.startsWith(type));
    return new Map(found.map((each) => [`${each.type} ${each.name}`, each.inputs]));
  }

  /** The one resource whose type ends like this, for example `s3/bucketAcl:BucketAcl`. */
  public one(type: string, name?: string): StackResource {
    const found = this.all(type).filter((each) => name === undefined || each.name === name);
    assert.equal(found.length, 1, `${found.length} resources of type ${type} in:\n${this}`);
    return found[0]!;
  }

  public all(type: string): StackResource[] {
    return this.resources.filter((each) => each.type.endsWith(type));
  }

  /** The statements of the policy document that an input holds as JSON text. */
  public statements(type: string, name?: string, input = "policy"): Statement[] {
    const text = this.one(type, name).inputs[input];
    return (JSON.parse(String(text)) as { Statement: Statement[] }).Statement;
  }

  /** Whether the first resource is made after the second, by a dependency of whatever kind. */
  public isAfter(later: StackResource, earlier: StackResource): boolean {
    const byUrn = new Map(this.resources.map((each) => [each.urn, each]));
    const seen = new Set<string>();
    const search = (urn: string): boolean => {
      if (urn === earlier.urn) return true;
      if (seen.has(urn)) return false;
      seen.add(urn);
      return (byUrn.get(urn)?.dependencies ?? []).some(search);
    };
    return later.dependencies.some(search);
  }

  public toString(): string {
    return this.identities.join("\n");
  }
}

/** Runs a program offline and gives what it declared, without the stack itself. */
export async function declared(program: () => unknown): Promise<Declared> {
  const { resources } = await runProgram({ stack: "test", program: () => void program() });
  return new Declared(resources.filter(({ parent }) => parent !== null));
}
