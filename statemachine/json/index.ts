export { display, compactJson, messageOf } from "./display";
export { jsonIn } from "./parse";
export { stableStringify } from "./stable";
export {
  has,
  isRecord,
  list,
  mapTexts,
  measure,
  number,
  own,
  parsePointer,
  pointer,
  record,
  text,
  type JsonRecord,
  type Steps,
} from "./values";
