/**
 * Amazon States Language without a cloud: lint a definition, derive the permissions of its role, draw it, and test it.
 * These are the functions used most; `asl-toolkit/<subpath>` has the rest. What draws and what runs is loaded on first use.
 */
export { allStates, readText, substitute, type Definition } from "./definition";
export { diagram, type DiagramOptions } from "./diagram";
export { splitPolicy, type Grant, type PolicyDocument, type Statement } from "./iam";
export { findIntegration, INTEGRATIONS, type Integration } from "./integrations";
export { lint, lintText, type Finding, type LintOptions } from "./lint";
export { coverage, permissions, PermissionsError, type PermissionsOptions } from "./permissions";
export { lambdaInvoke, task, taskHelpers, type CallName, type TaskFields } from "./tasks";
export { WorkflowTest, type Run } from "./testing";
