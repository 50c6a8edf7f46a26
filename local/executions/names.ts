import { randomUUID } from "node:crypto";

/** The most letters of a name in Step Functions, and those of it that make it another one each time. */
const MOST = 80;
const RANDOM = 8;

/** A name in Step Functions that tells what it is for: of letters that AWS takes, and another one each time. */
export function uniqueName(text: string): string {
  const told = text.replace(/[^\w-]/g, "-").slice(0, MOST - RANDOM - 1);
  return `${told}-${randomUUID().slice(0, RANDOM)}`;
}
