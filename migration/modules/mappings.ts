import { kms } from "./kms";
import { lambda } from "./lambda";
import { s3 } from "./s3";
import { stepFunction } from "./stepfunction";
import type { ModuleKind, ModuleMapping } from "./mapping";

/** The Terraform modules by name, in terms of the components that replace them. */
export const MAPPINGS: Record<ModuleKind, ModuleMapping> = {
  kms,
  s3,
  lambda,
  "step-function": stepFunction,
};
