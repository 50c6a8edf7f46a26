import data from "./action-data.json";

// Actions by what they let their holder do. Names as AWS writes them.

/** Actions whose answer holds credentials. */
export const CREDENTIALS: ReadonlySet<string> = new Set(data.credentials.actions);

/** Actions that carry data out of the account. */
export const DATA_EXFILTRATION: ReadonlySet<string> = new Set(data.dataExfiltration.actions);

/** Actions that decrypt under a key. */
export const KMS_DECRYPT: ReadonlySet<string> = new Set(["kms:Decrypt", "kms:ReEncryptFrom"]);

/**
 * Actions that a well-made machine needs and for which AWS takes no resource but `*`: log delivery and X-Ray. Nothing else
 * passes unsaid.
 */
export const ONLY_STAR_ALLOWED: ReadonlySet<string> = new Set(data.onlyStarAllowed.actions);

/** Actions that the role of a function in a VPC needs: no interface has an id before Lambda makes it. */
export const JOINING_VPC: ReadonlySet<string> = new Set(data.joiningVpc.actions);
