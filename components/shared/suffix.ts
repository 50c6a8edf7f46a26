import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** Length and alphabet of a random suffix: lower-case letters, and digits where `numeric`. */
export interface SuffixShape {
  readonly length: number;
  readonly numeric: boolean;
}

/** The suffix of a KMS alias. */
export const ALIAS_SUFFIX: SuffixShape = { length: 5, numeric: false };

/** The suffix of a bucket name. */
export const BUCKET_SUFFIX: SuffixShape = { length: 6, numeric: true };

/**
 * The text given, or else a random one that stays the same for the life of the stack.
 *
 * With a text given there is no random resource. That is how a suffix made elsewhere is adopted: a random string
 * cannot be imported, because an import fills in default settings and every difference from them means a new string.
 */
export function suffix(
  name: string,
  shape: SuffixShape,
  given: string | undefined,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  if (given !== undefined) return pulumi.output(given);
  const { length, numeric } = shape;
  const settings = { length, lower: true, numeric, special: false, upper: false };
  return new random.RandomString(name, settings, opts).result;
}

/** A text as long as the suffix will be, to check a name against its limits before the suffix is known. */
export function sampleSuffix(shape: SuffixShape, given: string | undefined): string {
  return given ?? "x".repeat(shape.length);
}
