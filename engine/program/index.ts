export { unknownValue as UNKNOWN } from "@pulumi/pulumi/runtime/rpc";
export { readConfig, SECRET_TEXT, UNKNOWN_TEXT } from "./config";
export { notKnownNote, type StackDocument, type StackResource } from "./document";
export { MACHINE, machineOf } from "./machines";
export { offline, OFFLINE } from "./offline";
export { PROJECT_DIR, runProgram } from "./program";
export { programOf } from "./source/load";
export { recordRequests, type Created, type Provider, type ResourceRequest } from "./provider";
