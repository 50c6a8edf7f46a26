export type * from "./types";
export { readText, type ReadText } from "./parse";
export { fillPlaceholders, placeholder } from "./placeholder";
export { allStates, readMachine, type Machine, type Scope, type StateNode } from "./reader";
export { substitute, type TemplateValue } from "./template";
