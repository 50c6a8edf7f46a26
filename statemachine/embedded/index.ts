export { locator, type Position } from "./locate";
export { machinesIn, readEmbedded, readWhole } from "./machines";
export type { Embedded } from "./template";
