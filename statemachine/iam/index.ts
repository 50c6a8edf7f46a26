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
