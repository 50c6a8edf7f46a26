import data from "./sdk-tables.json";

type Names = Readonly<Record<string, string>>;

/**
 * SDK calls that IAM knows by another name, or by several. Every other call is authorised by the action of its own name;
 * a test holds each action here against the IAM data.
 * Sources: Service Authorization Reference, and S3 user guide "Required permissions for Amazon S3 API operations".
 */
export const SDK_ACTIONS: Readonly<Record<string, readonly string[]>> = data.actions;

/** SDK calls that need what an optimized integration does -> its name. */
export const SAME_AS: Names = data.sameAs;

/** Arguments that name a part of a resource by another word than its ARN pattern: IAM prefix -> variable -> argument. */
export const ARGUMENTS: Readonly<Record<string, Names>> = data.arguments;

/**
 * What stands for a variable that no argument names: IAM prefix -> variable -> value. The account in the ARNs of
 * Organizations is the one that manages it, which a call does not say; the id of a proxy is not its name.
 */
export const DEFAULTS: Readonly<Record<string, Names>> = data.defaults;

/** How a value of an argument is written in ARNs, where it is not as it stands: IAM prefix -> variable -> value. */
export const SPELLINGS: Readonly<Record<string, Readonly<Record<string, Names>>>> = data.spellings;

/** The principal that a role handed to a service is for, where it can be said without doubt: IAM prefix -> principal. */
export const PASSED_TO: Names = data.passedTo;
