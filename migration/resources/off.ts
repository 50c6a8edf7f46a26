import { isDeepStrictEqual } from "node:util";

/**
 * What the components send for a part that is off (docs/turning-off.md) and Terraform leaves out: for a resource that
 * never had the part it is what AWS has anyway.
 */
const OFF: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "aws:sfn/stateMachine:StateMachine": {
    encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    loggingConfiguration: { level: "OFF" },
    tracingConfiguration: { enabled: false },
  },
  "aws:lambda/function:Function": { loggingConfig: { logFormat: "Text" } },
  "aws:ssm/parameter:Parameter": { keyId: "alias/aws/ssm" },
};

/** The names of the inputs that say no more than that a part is off. */
export function inputsThatAreOff(
  type: string,
  inputs: Readonly<Record<string, unknown>>,
): readonly string[] {
  const off = OFF[type] ?? {};
  return Object.keys(off).filter((name) => isDeepStrictEqual(inputs[name], off[name]));
}
