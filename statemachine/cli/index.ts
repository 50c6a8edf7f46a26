export * from "./exit";
export * from "./files";
export * from "./terminal";
