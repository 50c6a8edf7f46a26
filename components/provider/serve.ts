import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { COMPONENTS } from "./components";
import { outputsAtLeaves } from "./leaves";

const schema = readFileSync(path.join(__dirname, "schema.json"), "utf8");
const { version, resources } = JSON.parse(schema) as {
  version: string;
  resources: Readonly<Record<string, { readonly properties: object } | undefined>>;
};

/**
 * The components for programs in every language. Their arguments come with Outputs at the leaves, as in TypeScript: a
 * definition is linted in the first preview, and errors of the arguments name their property.
 */
const provider: pulumi.provider.Provider = {
  version,
  schema,
  construct: async (name, token, inputs, options) => {
    const Component = Object.hasOwn(COMPONENTS, token) ? COMPONENTS[token] : undefined;
    if (Component === undefined) {
      throw new Error(`there is no component ${token}: ${Object.keys(COMPONENTS).join(", ")}`);
    }
    const component = new Component(name, (await outputsAtLeaves(inputs)) as never, options);
    return { urn: component.urn, state: outputsOf(component, token) };
  },
};

/** What the schema says that a component puts out. */
function outputsOf(component: object, token: string): pulumi.Inputs {
  const names = Object.keys(resources[token]?.properties ?? {});
  return Object.fromEntries(
    names.map((name) => [name, (component as Record<string, pulumi.Input<unknown>>)[name]]),
  );
}

/** What Pulumi's host calls, with the engine's address as the program's argument. */
export = (): Promise<void> => pulumi.provider.main(provider, process.argv.slice(2));
