import * as pulumi from "@pulumi/pulumi";
import { mergePolicies, policyDocument, type PolicySource } from "asl-toolkit/iam";
import { fitting } from "../shared/limits/policy-size";
import { type KeyContext } from "./resolve";
import { serviceStatements } from "./service-statements";
import { userStatements } from "./user-statements";

/** The key's policy as JSON: who administers and uses it, the services, and what the caller lays over both. */
export function keyPolicy({ args, account }: KeyContext): pulumi.Output<string> {
  const { services, serviceResources, additionalPolicies } = args;
  const users = pulumi.output({
    keyType: args.keyType,
    awsServiceNames: args.awsServiceNames,
    callerAccountIds: args.callerAccountIds,
    allowAccessFromPrincipals: args.allowAccessFromPrincipals,
    compatibility: args.compatibility,
  });
  const policy = pulumi
    .all([users, account, serviceResources, pulumi.output(additionalPolicies)])
    .apply(([use, place, resources, overrides]) => {
      const statements = [
        ...userStatements(use, place),
        ...serviceStatements(services, { ...place, ...resources }),
      ];
      const merged = mergePolicies(policyDocument(statements), overrides as PolicySource[]);
      return fitting(merged, "keyPolicy", "Key", {
        additionalPolicies: overrides,
        serviceResources: resources,
        ...use,
      });
    });
  return pulumi.jsonStringify(policy);
}
