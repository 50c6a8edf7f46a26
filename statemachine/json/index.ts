export * from "./text";
export * from "./values";
