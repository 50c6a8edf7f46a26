export { readConfig, SECRET_TEXT } from "./config";
export type { StackDocument, StackResource } from "./document";
export { offline, OFFLINE } from "./offline";
export { PROJECT_DIR, runProgram } from "./program";
export { recordRequests, type Provider, type ResourceRequest } from "./provider";
