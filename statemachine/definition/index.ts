export type * from "./types";
export { readText, type ReadText, type TextProblem } from "./parse";
export { placeholder } from "./placeholder";
export { substitute, type TemplateValue } from "./template";
