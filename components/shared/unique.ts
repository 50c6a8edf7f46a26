import * as pulumi from "@pulumi/pulumi";
import { Problems } from "./problems";
import { perProgram } from "./program";

/** Who has each name, by its provider. */
const namesTaken = perProgram(() => new Map<string, (pulumi.ProviderResource | undefined)[]>());

/**
 * Takes the name of a component in AWS. Where another component of the program has it, the second would be refused, or
 * would take the first one's place; in another region or account, by a provider of its own, it is another's.
 *
 * @param type the type that has the name, such as `aws:lambda/function:Function`
 * @throws pulumi.InputPropertiesError when it is taken
 */
export function takeName(component: pulumi.Resource, type: string, name: string): void {
  if (pulumi.runtime.getStackResource() === undefined) return;
  const names = namesTaken();
  const key = `${type} ${name}`;
  const provider = component.getProvider(type);
  const others = names.get(key) ?? [];
  const reason = `gives the name ${name}, which another ${type.split(":").at(-1)} of this program has`;
  new Problems().add("name", others.includes(provider) && reason).done(type);
  names.set(key, [...others, provider]);
}
