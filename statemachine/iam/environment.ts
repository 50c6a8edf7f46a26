/** Where resources live, which is what ARNs are made of. */
export interface AwsEnvironment {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** For example `eu-west-1`. */
  readonly region: string;
  /** The account's 12 digits. */
  readonly accountId: string;
}
