import type { Clients } from "../../engine/aws";
import type { PolicyReport } from "../../engine/policy/check";
import type { StackDocument } from "../../engine/program";

/** What a console shows: a stack, and the emulator that it is in. */
export interface Source {
  readonly clients: Pick<Clients, "sfn" | "logs">;
  readonly document: StackDocument;
  /** Absent until the policies have been checked. */
  readonly policies?: PolicyReport;
}
