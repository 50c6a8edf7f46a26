export { stableStringify } from "./stable";
export { isRecord, pointer, type JsonRecord } from "./values";
