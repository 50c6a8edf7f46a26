/** What every subcommand that reads AWS accepts. */
export interface RegionFlags {
  readonly region?: string;
  readonly endpoint?: string;
}

/** What every subcommand that reads a state accepts. */
export interface StateFlags extends RegionFlags {
  readonly state: string;
  readonly terraformDir?: string;
}

/** How results are printed. */
export interface FormatFlags {
  readonly format: "table" | "json";
}
