import { isRecord } from "../../statemachine/json";
import type { Attributes } from "./attributes";
import { UsageError } from "../../statemachine/cli";

/** A file that no adoption can be planned from; the message says what it is and what to do. */
export class StateError extends UsageError {
  public constructor(source: string, reason: string) {
    super(`${source}: ${reason}`);
  }
}

/** Reads the parts of one state; each throws a StateError that names the path when the part is not what it must be. */
export class StateReader {
  public constructor(public readonly source: string) {}

  public record(value: unknown, path: string): Attributes {
    if (!isRecord(value)) throw this.damaged(path, "an object");
    return value;
  }

  public list(value: unknown, path: string): readonly unknown[] {
    if (!Array.isArray(value)) throw this.damaged(path, "a list");
    return value;
  }

  public name(value: unknown, path: string): string {
    if (typeof value !== "string" || value === "") throw this.damaged(path, "a name");
    return value;
  }

  public fail(reason: string): StateError {
    return new StateError(this.source, reason);
  }

  private damaged(path: string, wanted: string): StateError {
    return this.fail(
      `damaged: ${path} should be ${wanted}. Fetch the state again: \`terraform state pull > state.json\``,
    );
  }
}
