import { taskHelpers } from "asl-toolkit/tasks";
import { type DefinitionLeaf } from "./stepfunction/definition";

export { type Definition } from "asl-toolkit/definition";
export {
  type AwsEnvironment,
  type Grant,
  type PolicyDocument,
  type Statement,
} from "asl-toolkit/iam";
export { Audit } from "./audit";
export type * from "./audit/args";
export { AUDIT_DEFAULTS } from "./audit/resolve";
export { Batch } from "./batch";
export type * from "./batch/args";
export { BATCH_DEFAULTS } from "./batch/resolve";
export { Key } from "./kms";
export type * from "./kms/args";
export { KEY_DEFAULTS } from "./kms/resolve";
export {
  KEY_SERVICES,
  serviceStatements,
  type KeyService,
  type KeyUse,
} from "./kms/service-statements";
export { LambdaFunction } from "./lambda";
export type * from "./lambda/args";
export { FUNCTION_DEFAULTS } from "./lambda/resolve";
export { Monitoring } from "./monitoring";
export { type AlarmKey, type Thresholds } from "./monitoring/alarms";
export type * from "./monitoring/args";
export { MONITORING_DEFAULTS } from "./monitoring/resolve";
export { Queue } from "./queue";
export type * from "./queue/args";
export { QUEUE_DEFAULTS } from "./queue/resolve";
export { Bucket } from "./s3";
export type * from "./s3/args";
export { BUCKET_DEFAULTS } from "./s3/resolve";
export { type CommonArgs } from "./shared/arguments/args";
export { resourceName, WORKFLOW_NAMES } from "./shared/names";
export { LOG_RETENTION_DAYS } from "./shared/limits/retention";
export { type Sender, type Senders } from "./shared/access/senders";
export { type Tags } from "./shared/tags";
export { StateMachine } from "./stepfunction";
export type * from "./stepfunction/args";
export {
  type DefinitionFile,
  type DefinitionLeaf,
  type DefinitionSource,
} from "./stepfunction/definition";
export { type Grantee } from "./stepfunction/grants";
export { MACHINE_DEFAULTS } from "./stepfunction/resolve";
export { Table } from "./table";
export type * from "./table/args";
export { TABLE_DEFAULTS } from "./table/resolve";
export { Topic } from "./topic";
export type * from "./topic/args";
export { TOPIC_DEFAULTS } from "./topic/resolve";
export { Trigger } from "./trigger";
export type * from "./trigger/args";
export { TRIGGER_DEFAULTS } from "./trigger/resolve";

/** Task states for definitions whose values other resources supply (`asl-toolkit/tasks`). */
export const { task, lambdaInvoke } = taskHelpers<DefinitionLeaf>();
