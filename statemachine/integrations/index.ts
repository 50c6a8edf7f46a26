export { parseResource, type TaskResource } from "./resource";
export { findIntegration, INTEGRATIONS, type Integration, type Pattern } from "./table";
export {
  checkIntegrations,
  integrationPolicies,
  SERVICE_INTEGRATIONS,
  IntegrationError,
  partsOf,
  type ServiceIntegration,
  type IntegrationContext,
  type ServiceIntegrationPart,
  type IntegrationProblem,
  type ServiceIntegrations,
} from "./terraform/grants";
