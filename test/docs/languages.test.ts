import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import schema from "../../components/provider/schema.json";

interface Resource {
  readonly inputProperties: Readonly<Record<string, unknown>>;
  readonly requiredInputs: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
}

const PAGE = readFileSync(path.resolve(__dirname, "../../docs/languages.md"), "utf8");

describe("the programs of docs/languages.md", () => {
  it("YAML: its types, properties and outputs are the schema's, and what is required is there", () => {
    const { resources, outputs } = parse(block("yaml")) as {
      resources: Record<string, { type: string; properties: object }>;
      outputs: object;
    };
    const ours = Object.entries(resources).filter(([, { type }]) =>
      type.startsWith(`${schema.name}:`),
    );
    const used = new Map(ours.map(([name, { type }]) => [name, component(type.split(":")[1])]));
    const read = [...JSON.stringify(outputs).matchAll(/\$\{(\w+)\.(\w+)\}/g)];

    assert.deepEqual([...used.keys()], ["workflow"]);
    for (const [name, { properties }] of ours) holds(Object.keys(properties), used.get(name));
    assert.deepEqual(
      read.map(([, name = "", output = ""]) => [
        name,
        output in (used.get(name)?.properties ?? {}),
      ]),
      [["workflow", true]],
    );
  });

  it("Python: its classes and keyword arguments are the schema's, and what is required is there", () => {
    const calls = [...block("python").matchAll(/^stepfunctions\.(\w+)\(\n(.*?)^\)/gms)];

    assert.deepEqual(
      calls.map(([, name]) => name),
      ["StateMachine"],
    );
    for (const [, name, args = ""] of calls) {
      const keywords = [...args.matchAll(/^ {4}(\w+)=/gm)].map(([, keyword = ""]) => keyword);
      holds(keywords, component(name), snakeCase);
    }
  });

  it("Go: has the types of what stands in plain maps only, which its generator leaves out by itself", () => {
    assert.deepEqual(schema.language.go, {
      respectSchemaVersion: true,
      generateExtraInputTypes: true,
    });
  });
});

function block(language: string): string {
  const [, text] = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "s").exec(PAGE) ?? [];
  return text ?? assert.fail(`docs/languages.md has no program in ${language}`);
}

function component(name = ""): Resource {
  const known: Readonly<Record<string, Resource>> = schema.resources;
  return (
    known[`${schema.name}:index:${name}`] ?? assert.fail(`the schema has no component ${name}`)
  );
}

/** Fails for an argument that the component does not have, or lacks. */
function holds(
  given: readonly string[],
  resource?: Resource,
  spell = (name: string) => name,
): void {
  const { inputProperties, requiredInputs } = resource ?? assert.fail();
  const names = Object.keys(inputProperties).map(spell);
  assert.deepEqual(
    given.filter((name) => !names.includes(name)),
    [],
  );
  assert.deepEqual(
    requiredInputs.map(spell).filter((name) => !given.includes(name)),
    [],
  );
}

/** As Pulumi's generator for Python spells a property. */
function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
