import { kms } from "./kms";
import type { ModuleKind } from "./modules";
import { s3 } from "./s3";
import type { AnyModule } from "./variables";

/** The Terraform modules by name, in terms of the components that replace them. */
export const MAPPINGS: Partial<Record<ModuleKind, AnyModule>> = { kms, s3 };
