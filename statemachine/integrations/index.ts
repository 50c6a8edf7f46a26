export {
  checkIntegrations,
  integrationPolicies,
  INTEGRATIONS,
  IntegrationError,
  partsOf,
  type Integration,
  type IntegrationContext,
  type IntegrationPart,
  type IntegrationProblem,
  type ServiceIntegrations,
} from "./service-integrations";
