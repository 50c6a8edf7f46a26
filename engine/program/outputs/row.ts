import { regionalArn, type AwsEnvironment } from "../../../statemachine/iam";

/** Where resources live, and how what AWS would invent is written. */
export interface OutputEnvironment extends AwsEnvironment {
  /** An id such as a KMS key's. */
  readonly uuid: () => string;
  /** A random text of this length. */
  readonly random: (length: number) => string;
}

/** What a function among a row's outputs works with. */
export interface OutputContext {
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Fills a template; an input in it that is not a text counts as unknown. */
  readonly fill: (template: string) => string;
  readonly environment: OutputEnvironment;
}

/**
 * One output: a template, or a function where a template cannot say it; undefined leaves the output out.
 *
 * `{x}` in a template is a part or an earlier output of the row, else a text among the inputs, else of the environment: `partition`,
 * `dnsSuffix`, `region`, `accountId` or `uuid`, or `made`, a stand-in for an id that AWS invents. `{x/}` is what stands after its
 * last slash, as the name in an ARN; `{x|y}` is y where there is none.
 */
export type Output = string | number | ((context: OutputContext) => unknown);

/** How the outputs of one resource type are worked out from its inputs. */
export interface OutputRow {
  /** The input that holds the physical name, which Pulumi makes up when the program leaves it out. */
  readonly named?: string;
  /** What the outputs are made of and that is not itself an output. */
  readonly parts?: Readonly<Record<string, Output>>;
  /** In the order in which they are worked out: later ones may use earlier ones. */
  readonly outputs: { readonly id: Output } & Readonly<Record<string, Output>>;
  /** Outputs that nothing here can tell; one that is not here either has no value. */
  readonly unknown?: readonly string[];
}

const HERE = { partition: "{partition}", region: "{region}", accountId: "{accountId}" };

/** The template of an ARN in the account and region. */
export const regional = (service: string, resource: string): string =>
  regionalArn(HERE, service, resource);
