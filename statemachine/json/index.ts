export { stableStringify } from "./stable";
export { has, isRecord, list, number, own, pointer, text, type JsonRecord } from "./values";
