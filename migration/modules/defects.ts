import type { ModuleKind } from "./module-resources";

/** Something that the original modules do wrong, measured while applying them. */
export interface Defect {
  /** The name under which a test shows it gone. */
  readonly name: string;
  readonly modules: readonly ModuleKind[];
  readonly original: string;
  readonly ours: string;
}

/** The defects of the original modules, none of which the components have. */
export const DEFECTS: readonly Defect[] = [
  {
    name: "ACL before ownership controls",
    modules: ["s3"],
    original:
      "sets the ACL before the ownership controls exist, so that S3 answers `AccessControlListNotSupported` for every ownership but the default",
    ours: "the ACL depends on the ownership controls",
  },
  {
    name: "object lock without versioning",
    modules: ["s3"],
    original: "locks the objects of a bucket whose versioning is suspended, which S3 refuses (409)",
    ours: "an object lock turns versioning on; asking for a lock and no versions is an argument error",
  },
  {
    name: "KMS statements on a bucket without KMS",
    modules: ["s3"],
    original:
      'fails on the hardening policy of a bucket that S3 encrypts ("Null value found in list")',
    ours: "the statements about KMS become one about AES256, the rest stays",
  },
  {
    name: "key for a log group that is not made",
    modules: ["lambda"],
    original: 'fails without a log group while the default key is on ("Invalid index")',
    ours: "without a log group there is no key for it",
  },
  {
    name: "misplaced default resources",
    modules: ["step-function"],
    original:
      "has `default_resources` one level too high in four integrations, so that `true` fails",
    ours: "`true` works for every part with a sensible default and is a clear error for the others",
  },
  {
    name: "wrong Athena action",
    modules: ["step-function"],
    original: "grants athena:stopQueryExecution for athena_GetQueryExecution",
    ours: "grants athena:getQueryExecution",
  },
  {
    name: "Secrets Manager on a parameter",
    modules: ["lambda"],
    original: "grants secretsmanager:GetSecretValue on the ARN of an SSM parameter",
    ours: "grants to read the parameters, and to decrypt with the key that they use",
  },
  {
    name: "wide roles",
    modules: ["lambda", "step-function"],
    original:
      "grants log and EC2 actions on `*`, and functions by a wildcard that matches others as well",
    ours: "the own log group only, VPC actions only with a VPC, the exact ARN and its versions",
  },
  {
    name: "log group after the function",
    modules: ["lambda", "step-function"],
    original:
      "makes the log group beside the function, so that Lambda may make it first, unencrypted",
    ours: "the log group comes first",
  },
  {
    name: "confused deputies",
    modules: ["kms", "s3", "lambda", "step-function"],
    original: "trusts services on behalf of every account, and names `*` as principal of keys",
    ours: "conditions on the source account, and the account's principals",
  },
  {
    name: "no safety net at run time",
    modules: ["lambda", "step-function"],
    original:
      "logs nothing, traces nothing, times out after 3 s, retries nothing and loops for ever",
    ours: "logs errors or more, traces, has explicit timeouts and AWS's retries, and bounds the loop",
  },
];
