import type { PolicyRule } from "./host/rule";
import cloudtrail from "./rules/cloudtrail/rules.json";
import { cloudtrailTrails } from "./rules/cloudtrail/trails";
import { cloudwatchAlarms } from "./rules/cloudwatch/alarms";
import { cloudwatchLogGroups } from "./rules/cloudwatch/log-groups";
import cloudwatch from "./rules/cloudwatch/rules.json";
import dynamodb from "./rules/dynamodb/rules.json";
import { dynamodbTables } from "./rules/dynamodb/tables";
import ecr from "./rules/ecr/rules.json";
import { eventsBusesAndTriggers } from "./rules/events/buses-and-triggers";
import events from "./rules/events/rules.json";
import { exemptionRules } from "./rules/general/exemptions";
import { generalResourcePolicies } from "./rules/general/resource-policies";
import general from "./rules/general/rules.json";
import { generalTags } from "./rules/general/tags";
import { iamRolesAndUsers } from "./rules/iam/roles-and-users";
import { iamDocuments } from "./rules/iam/documents";
import { iamEscalation } from "./rules/iam/escalation";
import { iamRolesAndKeys } from "./rules/iam/roles-and-keys";
import iam from "./rules/iam/rules.json";
import { iamTrust } from "./rules/iam/trust";
import { iamUnlimitedActions } from "./rules/iam/unlimited-actions";
import { kmsKeys } from "./rules/kms/keys";
import { kmsKeyUsers } from "./rules/kms/key-users";
import kms from "./rules/kms/rules.json";
import { lambdaFunctions } from "./rules/lambda/functions";
import { lambdaPermissions } from "./rules/lambda/permissions";
import lambda from "./rules/lambda/rules.json";
import { lambdaRuntimes } from "./rules/lambda/runtimes";
import { s3BucketPolicy } from "./rules/s3/bucket-policy";
import { s3BucketSettings } from "./rules/s3/bucket-settings";
import { s3PublicAccess } from "./rules/s3/public-access";
import s3 from "./rules/s3/rules.json";
import secretsmanager from "./rules/secretsmanager/rules.json";
import { secretsmanagerSecrets } from "./rules/secretsmanager/secrets";
import { rulesOf } from "./rules/shared/checks";
import sns from "./rules/sns/rules.json";
import { snsTopics } from "./rules/sns/topics";
import { sqsQueues } from "./rules/sqs/queues";
import sqs from "./rules/sqs/rules.json";
import { ssmParameters } from "./rules/ssm/parameters";
import ssm from "./rules/ssm/rules.json";
import { stepfunctionsDefinition } from "./rules/stepfunctions/definition";
import { stepfunctionsOperations } from "./rules/stepfunctions/operations";
import { stepfunctionsRole } from "./rules/stepfunctions/role";
import stepfunctions from "./rules/stepfunctions/rules.json";
import { stepfunctionsTargetKeys } from "./rules/stepfunctions/target-keys";
import { stepfunctionsTasks } from "./rules/stepfunctions/tasks";

/** Every rule of the pack, in the order of docs/policies.md. The rules on exemptions see what all others did: they come last. */
export const RULES: readonly PolicyRule[] = [
  ...rulesOf(kms, { ...kmsKeys, ...kmsKeyUsers }),
  ...rulesOf(s3, { ...s3PublicAccess, ...s3BucketSettings, ...s3BucketPolicy }),
  ...rulesOf(lambda, { ...lambdaPermissions, ...lambdaRuntimes, ...lambdaFunctions }),
  ...rulesOf(iam, {
    ...iamDocuments,
    ...iamEscalation,
    ...iamUnlimitedActions,
    ...iamRolesAndKeys,
    ...iamTrust,
    ...iamRolesAndUsers,
  }),
  ...rulesOf(cloudwatch, { ...cloudwatchLogGroups, ...cloudwatchAlarms }),
  ...rulesOf(stepfunctions, {
    ...stepfunctionsOperations,
    ...stepfunctionsDefinition,
    ...stepfunctionsRole,
    ...stepfunctionsTargetKeys,
    ...stepfunctionsTasks,
  }),
  ...rulesOf(sns, snsTopics),
  ...rulesOf(sqs, sqsQueues),
  ...rulesOf(ecr, {}),
  ...rulesOf(ssm, ssmParameters),
  ...rulesOf(secretsmanager, secretsmanagerSecrets),
  ...rulesOf(dynamodb, dynamodbTables),
  ...rulesOf(cloudtrail, cloudtrailTrails),
  ...rulesOf(events, eventsBusesAndTriggers),
  ...rulesOf(general, { ...generalResourcePolicies, ...generalTags, ...exemptionRules }),
];
