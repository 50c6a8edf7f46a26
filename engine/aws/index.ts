export { createClients, SECRET_KEY, type Clients } from "./clients";
export { askingAws, reasonOf } from "./failure";
export { createAwsProvider, type AwsProvider, type AwsResource } from "./provider";
export type { AwsContext } from "./resource-type";
export { busName } from "./words";
export { RESOURCE_TYPES, resourceTypeOf } from "./resource-types";
