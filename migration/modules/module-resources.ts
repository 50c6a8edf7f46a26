import type { Settings } from "../../stack/settings";
import slots from "./resource-slots.json";

/** The four Terraform modules that the components replace. */
export type ModuleKind = Settings["terraform"][string]["module"];

/** What each module makes, as `type.name`; the first is the resource by which an instance is detected. */
export const MODULE_RESOURCES: Readonly<Record<ModuleKind, readonly string[]>> = slots;
