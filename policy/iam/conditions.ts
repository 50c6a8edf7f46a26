import { matchesPattern } from "asl-toolkit/iam";

/** One test of a statement's Condition. */
export interface ConditionTest {
  /** The operator in lower case, without its set prefix and `IfExists`. */
  readonly operator: string;
  /** Whether it also holds where the request has no such key: with `IfExists`, and with `ForAllValues`. */
  readonly ifExists: boolean;
  /** Whether some value of the request's has to fit (`ForAnyValue`), of which there is none without the key. */
  readonly forAny: boolean;
  /** The condition key in lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Reads one test of a Condition, as it is written. */
export function conditionTest(
  operator: string,
  key: string,
  values: readonly string[],
): ConditionTest {
  return {
    operator: operator
      .toLowerCase()
      .replace(/^for(any|all)values?:/, "")
      .replace(/ifexists$/, ""),
    ifExists: /ifexists$|^forallvalues:/i.test(operator),
    forAny: /^foranyvalue:/i.test(operator),
    key: key.toLowerCase(),
    values,
  };
}

/** Tests of keys that a `Null` test beside them asks for: the key is there, and `ForAllValues` of nothing cannot hold. */
export function withAskedKeys(tests: readonly ConditionTest[]): readonly ConditionTest[] {
  const asked = tests
    .filter(({ operator, values }) => operator === "null" && values.includes("false"))
    .map(({ key }) => key);
  return asked.length === 0
    ? tests
    : tests.map((test) => (asked.includes(test.key) ? { ...test, ifExists: false } : test));
}

const LIMITING = /^(stringequals(ignorecase)?|stringlike|arnequals|arnlike|ipaddress)$/;

const EXCLUDING =
  /^(stringnotequals(ignorecase)?|stringnotlike|arnnotequals|arnnotlike|notipaddress)$/;

/** Whether a test leaves out some requests: it asks for its key, and no value of it stands for all. */
export function isLimiting({ operator, ifExists, key, values }: ConditionTest): boolean {
  return !ifExists && LIMITING.test(operator) && isNarrow(key, values);
}

/** Whether a test holds for all requests but some, as that of a Deny does which lets only those through. */
export function isExcluding({ operator, key, values }: ConditionTest): boolean {
  return EXCLUDING.test(operator) && isNarrow(key, values);
}

function isNarrow(key: string, values: readonly string[]): boolean {
  return values.length > 0 && !values.some((value) => isOpen(key, value));
}

/** Policies of AWS that make an administrator of whom they are attached to. */
const ADMINISTRATION = ["AdministratorAccess", "IAMFullAccess"].map(
  (name) => `arn:aws:iam::aws:policy/${name}`,
);

/** Whether a value of a condition key lets in whoever wants to, such as `o-*` for an organisation. */
export function isOpen(key: string, value: string): boolean {
  if (/^\**$/.test(value)) return true;
  if (/ip$/.test(key)) return isMostOfTheInternet(value);
  if (/:(source|principal|vpce)org(id|paths)$/.test(key))
    return /[*?]/.test(value.split("/")[0] ?? "");
  if (/(account|owner)$/.test(key)) return /[*?]/.test(value);
  if (/:sourcevpce?$/.test(key)) return /^vpce?-[*?]/.test(value);
  if (key === "aws:userid") return /^[*?]/.test(value);
  if (/:(viaservice|passedtoservice|awsservicename)$/.test(key)) return /^[*?]/.test(value);
  if (key === "iam:policyarn") {
    const anyPartition = value.replace(/^arn:aws-[\w-]+:/, "arn:aws:");
    return ADMINISTRATION.some((arn) => matchesPattern(anyPartition, arn));
  }
  if (/arn$/.test(key) || value.startsWith("arn:")) return isOpenArn(value);
  return false;
}

/** Half of all addresses and half again let everyone in together: what is wider than any network is no limit. */
function isMostOfTheInternet(range: string): boolean {
  const length = Number(range.split("/")[1] ?? "32");
  return length < (range.includes(":") ? 16 : 8);
}

/** Whether anybody can have something with such an ARN: neither its account nor its bucket is said. */
function isOpenArn(pattern: string): boolean {
  const [prefix, , service, , account = "", ...resource] = pattern.split(":");
  if (prefix !== "arn") return /[*?]/.test(pattern) && !/\d{12}/.test(pattern);
  if (service === "s3" && !/\d{12}/.test(account))
    return /[*?]/.test(resource.join(":").split("/")[0] ?? "*");
  // Of what has no account in its ARN, such as a hosted zone, the id says whose it is.
  return account === "" ? /^(\/?[\w-]+\/)?[*?]/.test(resource.join(":")) : /[*?]/.test(account);
}

/**
 * Whether an ARN is that of a bucket: it names no account, and whoever likes may take the name once the bucket is deleted
 * (https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html).
 */
export function isOfAnyOwner(arn: string): boolean {
  return /^arn:[^:]*:s3:::/.test(arn);
}

/**
 * Condition keys that say which resources are meant, not who asks: a grant under them is not unlimited. The account of the
 * resource is none of them: a policy reaches no other account by itself.
 */
const RESOURCE_KEYS =
  /^(aws:resourcetag\/.+|[a-z0-9-]+:resourcetag\/.+|kms:resourcealiases|kms:viaservice|kms:encryptioncontext:.+|cloudwatch:namespace|lambda:functionarn|ec2:(vpc|subnet|networkinterface|vpce?id)|dynamodb:leadingkeys|iam:(awsservicename|policyarn|permissionsboundary))$/;

/** Condition keys that say who may ask: a resource policy open to everyone is closed again by one of them. */
const CALLER_KEYS =
  /^(aws:(sourcearn|sourceaccount|sourceowner|sourceorgid|sourceorgpaths|sourcevpc|sourcevpcarn|sourcevpce|vpceaccount|vpceorgid|vpceorgpaths|sourceip|vpcsourceip|principalorgid|principalorgpaths|principalarn|principalaccount|userid|federatedprovider)|kms:calleraccount|s3:dataaccesspointaccount|s3:dataaccesspointarn|sns:endpoint|lambda:sourcefunctionarn)$/;

/** Condition keys of what callers of one account differ in. Anyone can have the same in an account of their own. */
const ATTRIBUTE_KEYS = /^aws:(principaltag\/.+|username|calledvia.*)$/;

/** Condition keys by which a service says on whose behalf it asks. */
const SOURCE_KEYS =
  /^(aws:(source(account|arn|owner|orgid|orgpaths)|principalorgid|principalaccount)|kms:(encryptioncontext:.+|calleraccount|viaservice)|sns:endpoint)$/;

/** Whether some test limits which resources are meant. */
export const isOfResources = (test: ConditionTest): boolean => RESOURCE_KEYS.test(test.key);

/** Whether a test is about what tells the callers of one account apart. */
export const isOfAttributes = (test: ConditionTest): boolean => ATTRIBUTE_KEYS.test(test.key);

/** Whether a test is about who asks. */
export const isOfCallers = (test: ConditionTest): boolean => CALLER_KEYS.test(test.key);

/** Whether a test is about on whose behalf a service asks. */
export const isOfSources = (test: ConditionTest): boolean => SOURCE_KEYS.test(test.key);
