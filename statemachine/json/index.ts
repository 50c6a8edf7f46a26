export { compactJson, display, jsonIn, messageOf, stableStringify } from "./text";
export {
  has,
  isRecord,
  list,
  mapTexts,
  mapValues,
  measure,
  number,
  own,
  parsePointer,
  pointer,
  record,
  stepsTo,
  text,
  walk,
  type JsonRecord,
  type Steps,
} from "./values";
