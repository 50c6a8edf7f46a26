import * as pulumi from "@pulumi/pulumi";
import { LambdaFunction, StateMachine } from "../../components";
import type { ExternalResources } from "../../stack/external";
import { declareModule, type TerraformModule } from "./declare";

/**
 * Declares every entry of the `terraform` setting under its name. Those named as the stack's own function and state
 * machine take their places; others stand beside them.
 *
 * @throws pulumi.RunError when one of the two names is given to another module
 * @throws VariablesError listing every variable that is wrong
 */
export function declareModules(
  entries: Readonly<Record<string, TerraformModule>>,
): ExternalResources {
  const components = new Map<string, pulumi.ComponentResource>();
  for (const [name, entry] of Object.entries(entries)) {
    components.set(name, declareModule(name, entry));
  }
  const work = named(components, "function", LambdaFunction, "lambda");
  const workflow = named(components, "workflow", StateMachine, "step-function");
  return { ...(work && { function: work }), ...(workflow && { workflow }) };
}

function named<C extends pulumi.ComponentResource>(
  components: ReadonlyMap<string, pulumi.ComponentResource>,
  name: string,
  component: new (...args: never[]) => C,
  module: string,
): C | undefined {
  const found = components.get(name);
  if (found === undefined || found instanceof component) return found;
  throw new pulumi.RunError(
    `stepfunctions:terraform.${name}: this name is for a ${module} module. Give the entry another name.`,
  );
}
