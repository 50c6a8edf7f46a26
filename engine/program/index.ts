export { readConfig, SECRET_TEXT, stackNames, type StackConfig } from "./config";
export type { StackDocument, StackResource } from "./document";
export { offline, OFFLINE } from "./offline";
export { ProgramError, PROJECT_DIR, runProgram, type RunOptions } from "./program";
export { recordRequests, type Provider, type ResourceRequest } from "./provider";
