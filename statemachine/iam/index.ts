export { arnPattern, findAction, iamPrefix, type Action } from "./actions";
export {
  dnsSuffix,
  globalArn,
  parseArn,
  partitionOf,
  regionalArn,
  serviceHost,
  type Arn,
  type AwsEnvironment,
} from "./arn";
export {
  mergeBySid,
  mergePolicies,
  policyDocument,
  policyProblem,
  statementsOf,
  type Condition,
  type PolicyDocument,
  type PolicySource,
  type Principal,
  type Statement,
} from "./document";
export {
  INLINE_POLICY_LIMIT,
  MANAGED_POLICY_LIMIT,
  policySize,
  splitPolicy,
  statements,
  type Grant,
} from "./statements";
export { matchesAction, matchesPattern, patternsOverlap } from "./wildcards";
