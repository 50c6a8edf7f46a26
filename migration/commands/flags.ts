import type { AwsFlags } from "../state/fetch";

/** What every subcommand that reads a state accepts. */
export interface StateFlags extends AwsFlags {
  readonly state: string;
  readonly terraformDir?: string;
}

/** How results are printed. */
export interface FormatFlags {
  readonly format: "table" | "json";
}
