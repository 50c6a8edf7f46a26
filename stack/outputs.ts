/** The outputs of the stack that exist; Pulumi would warn of one that is undefined. */
export function definedOutputs(
  outputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}
