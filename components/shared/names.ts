/** Names that every resource of one component begins with: `<prefix>-<environment>-<name>`. */
export function resourceName(prefix: string, environment: string, name: string): string {
  return `${prefix}-${environment}-${name}`;
}

/**
 * What the workflow's resources are called, from the name that all begin with. The key policy names them before they
 * exist, so their names are said once, here.
 */
export const WORKFLOW_NAMES = {
  function: (base: string): string => `${base}-function`,
  /** From the function's own name: Lambda chooses it. */
  functionLogGroup: (functionName: string): string => `/aws/lambda/${functionName}`,
  stateMachine: (base: string): string => `${base}-sfn`,
  /** Under `/aws/vendedlogs`, or log delivery fills the account's one resource policy of 5,120 characters. */
  stateMachineLogGroup: (base: string): string => `/aws/vendedlogs/states/${base}-log-group`,
  /** Of the monitoring: a rollout names it before it is made. */
  versionAlarm: (base: string): string => `${base}-version-failures`,
  trail: (base: string): string => `${base}-trail`,
  trailRole: (base: string): string => `${base}-trail-role`,
  trailLogGroup: (base: string): string => `/aws/cloudtrail/${base}-trail`,
} as const;
