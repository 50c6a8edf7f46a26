import type { ExternalResources } from "../stack/external";
import type { Settings } from "../stack/settings";
import { adopt } from "./adopt";
import { declareModules } from "./modules/declare";
import { readOutputs } from "./outputs/external-resources";

/**
 * What a program takes over from Terraform: resources are adopted, modules declared as they were, outputs read. Call it
 * before the first resource is declared.
 */
export function fromTerraform(settings: Settings): ExternalResources {
  adopt(settings.adoption);
  return { ...readOutputs(settings.migration), ...declareModules(settings.terraform) };
}
