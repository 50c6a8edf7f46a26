import type { PolicyRule } from "./host/rule";
import { kmsKeyPolicy } from "./rules/kms/key-policy";
import { kmsKeySettings } from "./rules/kms/key-settings";
import { kmsKeyUsers } from "./rules/kms/key-users";
import { s3PublicAccess } from "./rules/s3/public-access";
import { s3Encryption } from "./rules/s3/encryption";
import { s3BucketPolicy } from "./rules/s3/bucket-policy";
import { s3Versions } from "./rules/s3/versions";
import { s3Lifecycle } from "./rules/s3/lifecycle";
import { s3Operations } from "./rules/s3/operations";
import { lambdaPermissions } from "./rules/lambda/permissions";
import { lambdaFunctionUrls } from "./rules/lambda/function-urls";
import { lambdaRuntimes } from "./rules/lambda/runtimes";
import { lambdaCode } from "./rules/lambda/code";
import { lambdaEnvironment } from "./rules/lambda/environment";
import { lambdaNetwork } from "./rules/lambda/network";
import { lambdaLimits } from "./rules/lambda/limits";
import { lambdaObservability } from "./rules/lambda/observability";
import { lambdaFailures } from "./rules/lambda/failures";
import { iamDocuments } from "./rules/iam/documents";
import { iamWildcards } from "./rules/iam/wildcards";
import { iamEscalation } from "./rules/iam/escalation";
import { iamUnlimitedActions } from "./rules/iam/unlimited-actions";
import { iamRolesAndKeys } from "./rules/iam/roles-and-keys";
import { iamTrust } from "./rules/iam/trust";
import { iamAttachments } from "./rules/iam/attachments";
import { iamRoles } from "./rules/iam/roles";
import { cloudwatchLogGroups } from "./rules/cloudwatch/log-groups";
import { cloudwatchAlarms } from "./rules/cloudwatch/alarms";
import { stepfunctionsLogging } from "./rules/stepfunctions/logging";
import { stepfunctionsExecutionData } from "./rules/stepfunctions/execution-data";
import { stepfunctionsEncryption } from "./rules/stepfunctions/encryption";
import { stepfunctionsOperations } from "./rules/stepfunctions/operations";
import { stepfunctionsDefinitionContent } from "./rules/stepfunctions/definition-content";
import { stepfunctionsTargetKeys } from "./rules/stepfunctions/target-keys";
import { stepfunctionsRole } from "./rules/stepfunctions/role";
import { snsTopics } from "./rules/sns/topics";
import { snsTopicPolicies } from "./rules/sns/topic-policies";
import { sqsQueues } from "./rules/sqs/queues";
import { sqsQueuePolicies } from "./rules/sqs/queue-policies";
import { cloudtrailTrails } from "./rules/cloudtrail/trails";
import { cloudtrailEvents } from "./rules/cloudtrail/events";
import { eventsTargets } from "./rules/events/targets";
import { eventsBuses } from "./rules/events/buses";
import { eventsTriggers } from "./rules/events/triggers";
import { generalResourcePolicies } from "./rules/general/resource-policies";
import { dynamodbTables } from "./rules/dynamodb/tables";
import { secretsmanagerSecrets } from "./rules/secretsmanager/secrets";
import { ssmParameters } from "./rules/ssm/parameters";
import { ecrRepositories } from "./rules/ecr/repositories";
import { kmsGrants } from "./rules/kms/grants";
import { s3AccessPoints } from "./rules/s3/access-points";
import { iamUsers } from "./rules/iam/users";
import { generalTags } from "./rules/general/tags";
import { exemptionRules } from "./rules/general/exemptions";
import { stepfunctionsDefinition } from "./rules/stepfunctions/definition";

/** Every rule of the pack, by topic, in the order of docs/policies.md. The rules on exemptions see what all others did: they come last. */
export const RULES: readonly PolicyRule[] = [
  ...kmsKeyPolicy,
  ...kmsKeySettings,
  ...kmsKeyUsers,
  ...kmsGrants,
  ...s3PublicAccess,
  ...s3AccessPoints,
  ...s3Encryption,
  ...s3BucketPolicy,
  ...s3Versions,
  ...s3Lifecycle,
  ...s3Operations,
  ...lambdaPermissions,
  ...lambdaFunctionUrls,
  ...lambdaRuntimes,
  ...lambdaCode,
  ...lambdaEnvironment,
  ...lambdaNetwork,
  ...lambdaLimits,
  ...lambdaObservability,
  ...lambdaFailures,
  ...iamDocuments,
  ...iamWildcards,
  ...iamEscalation,
  ...iamUnlimitedActions,
  ...iamRolesAndKeys,
  ...iamTrust,
  ...iamAttachments,
  ...iamRoles,
  ...iamUsers,
  ...cloudwatchLogGroups,
  ...cloudwatchAlarms,
  ...stepfunctionsLogging,
  ...stepfunctionsExecutionData,
  ...stepfunctionsEncryption,
  ...stepfunctionsOperations,
  ...stepfunctionsDefinitionContent,
  ...stepfunctionsRole,
  ...stepfunctionsTargetKeys,
  ...stepfunctionsDefinition,
  ...snsTopics,
  ...snsTopicPolicies,
  ...sqsQueues,
  ...sqsQueuePolicies,
  ...ecrRepositories,
  ...ssmParameters,
  ...secretsmanagerSecrets,
  ...dynamodbTables,
  ...cloudtrailTrails,
  ...cloudtrailEvents,
  ...eventsTargets,
  ...eventsBuses,
  ...eventsTriggers,
  ...generalResourcePolicies,
  ...generalTags,
  ...exemptionRules,
];
