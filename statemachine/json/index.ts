export { display, messageOf } from "./display";
export { jsonIn } from "./parse";
export { stableStringify } from "./stable";
export {
  has,
  isRecord,
  list,
  measure,
  number,
  own,
  parsePointer,
  pointer,
  text,
  type JsonRecord,
  type Steps,
} from "./values";
