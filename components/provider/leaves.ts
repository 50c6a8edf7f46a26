import * as pulumi from "@pulumi/pulumi";

/** What the SDK keeps of an Output beside what its types show. */
interface Inside {
  readonly isKnown: Promise<boolean>;
  promise(): Promise<unknown>;
}

/**
 * Moves Outputs of whole objects and lists to their leaves, as a TypeScript program writes them: an engine wraps an
 * argument as a whole where any part of it is secret, and puts a mark where a part is not known yet.
 */
export async function outputsAtLeaves(value: unknown): Promise<unknown> {
  if (pulumi.isUnknown(value)) return pulumi.output(value);
  if (pulumi.Output.isInstance(value)) {
    const { isKnown } = value as unknown as Inside;
    if (!(await isKnown)) return value;
    const plain = await (value as unknown as Inside).promise();
    return mapParts(plain, value, (_part, key) =>
      value.apply((whole) => (whole as Record<string, unknown>)[key]),
    );
  }
  return mapParts(value, value, (part) => part);
}

/** An object or list with each part brought into form; anything else, and what is a resource or asset, as it stands. */
async function mapParts(
  value: unknown,
  otherwise: unknown,
  partOf: (part: unknown, key: string) => unknown,
): Promise<unknown> {
  const form = async ([key, part]: [string, unknown]): Promise<[string, unknown]> => [
    key,
    await outputsAtLeaves(partOf(part, key)),
  ];
  if (Array.isArray(value)) {
    return (await Promise.all(Object.entries(value).map(form))).map(([, part]) => part);
  }
  if (!isPlainObject(value)) return otherwise;
  return Object.fromEntries(await Promise.all(Object.entries(value).map(form)));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
