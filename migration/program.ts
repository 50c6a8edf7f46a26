import type { ExternalResources } from "../stack/external";
import { adopt, type AdoptionMap } from "./adopt";
import type { TerraformModule } from "./modules/declare";
import { declareModules } from "./modules/declared";
import { readOutputs, type Migration } from "./outputs/external-resources";

/** The settings of a stack that have to do with Terraform. */
export interface TerraformSettings {
  readonly adoption: AdoptionMap;
  readonly migration: Migration;
  readonly terraform: Readonly<Record<string, TerraformModule>>;
}

/**
 * What a program takes over from Terraform: resources are adopted, modules declared as they were, outputs read. Call it
 * before the first resource is declared.
 */
export function fromTerraform(settings: TerraformSettings): ExternalResources {
  adopt(settings.adoption);
  return { ...readOutputs(settings.migration), ...declareModules(settings.terraform) };
}
