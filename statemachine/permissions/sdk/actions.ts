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
 * Organizations is the one that manages it, which a call does not say.
 */
export const DEFAULTS: Readonly<Record<string, Names>> = data.defaults;

/**
 * Ids in ARNs that AWS chooses, and that the name of a thing is not a part of: IAM prefix -> variables. The patterns
 * do not tell: `${ResourceId}` is the name of a thing in one service, and a random text in the next.
 */
export const CHOSEN_IDS: Readonly<Record<string, readonly string[]>> = data.chosenIds;

/** How a value of an argument is written in ARNs, where it is not as it stands: IAM prefix -> variable -> value. */
export const SPELLINGS: Readonly<Record<string, Readonly<Record<string, Names>>>> = data.spellings;

/** The principal that a role handed to a service is for, where it can be said without doubt: IAM prefix -> principal. */
export const PASSED_TO: Names = data.passedTo;
