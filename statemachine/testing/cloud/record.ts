import { isRecord } from "../../json/values";
import { keyOf, type StateAnswer, type StateQuestion } from "./question";

/** One question that AWS was asked, what it answered, when and where: enough to ask it again. */
export interface AskedCase {
  readonly asked: string;
  /** The region, or the emulator's address. */
  readonly region: string;
  readonly question: StateQuestion;
  readonly answer: StateAnswer;
}

/** What AWS was asked about a definition, by the key of the question. */
export type AskedCases = Record<string, AskedCase>;

/** The case of a question, where AWS was asked it before. */
export function caseOf(cases: AskedCases, question: StateQuestion): AskedCase | undefined {
  return cases[keyOf(question)];
}

/** Whether a value that was read is {@link AskedCases}. */
export function isCases(value: unknown): value is AskedCases {
  return (
    isRecord(value) &&
    Object.values(value).every(
      (each) =>
        isRecord(each) &&
        isRecord(each["answer"]) &&
        typeof each["asked"] === "string" &&
        typeof each["region"] === "string",
    )
  );
}
