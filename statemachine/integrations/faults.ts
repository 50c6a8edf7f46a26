import data from "./passing-faults.json";

/** Faults that pass, by service, as the services' own pages name them. */
export const PASSING_FAULTS: Readonly<Record<string, readonly string[]>> = data.passing;

/**
 * A function that timed out, ended on its own or ran out of memory, and may have done half of its work: the guide's name for
 * all three (bp-lambda-serviceexception), and the ones that Lambda itself gives as errorType (its runtime interface emulator).
 */
export const CRASHES: readonly string[] = data.crashes;
