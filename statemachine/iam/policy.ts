/** The conditions of a statement: operator -> key -> one value or several. */
export type PolicyCondition = Record<string, Record<string, string | string[]>>;

/** One statement of an identity policy, as this toolkit writes it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string[];
  readonly Resource: string[];
  readonly Condition?: PolicyCondition;
}

/** An identity policy: what a role may do. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: PolicyStatement[];
}

/** Where the machine runs, which is what ARNs are made of. */
export interface Where {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** For example `eu-west-1`. */
  readonly region: string;
  /** The account's 12 digits. */
  readonly account: string;
}
