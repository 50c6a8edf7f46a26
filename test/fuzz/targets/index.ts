import type { Target } from "../target";
import { ARGUMENTS } from "./arguments";
import { ASL } from "./asl";
import { MIGRATE } from "./migrate";
import { OPS } from "./ops";
import { POLICY } from "./policy";
import { PROGRAM } from "./program";

/** Every command that reads what others wrote. */
export const TARGETS: readonly Target[] = [
  ...ASL,
  ...POLICY,
  ...PROGRAM,
  ...MIGRATE,
  ...OPS,
  ...ARGUMENTS,
];
