import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { COMPONENTS, PACKAGE } from "../components/provider/components";
import { SchemaTypes } from "./schema-types";

const FOLDER = path.resolve(__dirname, "../components");

/** The Pulumi schema of the components, for all languages: made from the TypeScript arguments and their docstrings. */
export function renderComponentSchema(): string {
  const { program, checker } = load();
  const types = new SchemaTypes(checker, PACKAGE);
  const exported = exportsOf(program, checker);
  const resources = Object.entries(COMPONENTS).map(([token, component]) => {
    const symbol = exported.get(component.name);
    if (symbol === undefined)
      throw new Error(`components/index.ts does not export ${component.name}`);
    return [token, resourceOf(symbol, types, checker)];
  });
  const manifest = JSON.parse(readFileSync(path.join(FOLDER, "package.json"), "utf8")) as Manifest;
  const respectSchemaVersion = true;
  const languages = ["nodejs", "python", "csharp", "java"];
  const schema = {
    name: PACKAGE,
    displayName: "AWS Step Functions",
    version: manifest.version,
    description: manifest.description,
    keywords: ["category/cloud", "kind/component", "aws", "stepfunctions"],
    license: manifest.license,
    language: {
      ...Object.fromEntries(languages.map((name) => [name, { respectSchemaVersion }])),
      // Else the generator leaves out the types of what stands in plain maps only, and its Go does not compile.
      go: { respectSchemaVersion, generateExtraInputTypes: true },
    },
    resources: Object.fromEntries(resources) as unknown,
    types: Object.fromEntries([...types.named].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

interface Manifest {
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

function resourceOf(symbol: ts.Symbol, types: SchemaTypes, checker: ts.TypeChecker): object {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const [, args] = constructorOf(symbol)?.parameters ?? [];
  if (args === undefined) throw new Error(`${symbol.name} has no arguments`);
  const inputs = types.properties(checker.getTypeAtLocation(args), symbol.name);
  const outputs = types.properties(type, symbol.name, outputsOf(symbol));
  return {
    type: "object",
    isComponent: true,
    ...types.described(symbol),
    inputProperties: inputs.properties,
    requiredInputs: inputs.required,
    properties: withoutPlain(outputs.properties),
    required: outputs.required,
  };
}

/** An output is always one, whatever the class holds. */
function withoutPlain(properties: Readonly<Record<string, object>>): object {
  return JSON.parse(
    JSON.stringify(properties, (key, value: unknown) => (key === "plain" ? undefined : value)),
  ) as object;
}

function constructorOf(symbol: ts.Symbol): ts.ConstructorDeclaration | undefined {
  const declaration = symbol.valueDeclaration;
  return declaration && ts.isClassDeclaration(declaration)
    ? declaration.members.find((member) => ts.isConstructorDeclaration(member))
    : undefined;
}

/** The public properties that the class declares itself. */
function outputsOf(symbol: ts.Symbol): Set<string> {
  const declaration = symbol.valueDeclaration as ts.ClassDeclaration;
  const isPublic = (member: ts.ClassElement): boolean =>
    (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Public) !== 0;
  const own = declaration.members
    .filter((member) => ts.isPropertyDeclaration(member))
    .filter(isPublic);
  return new Set(own.map((member) => member.name.getText()));
}

function exportsOf(program: ts.Program, checker: ts.TypeChecker): Map<string, ts.Symbol> {
  const source = program.getSourceFile(path.join(FOLDER, "index.ts"));
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error("components/index.ts is not there");
  return new Map(
    checker
      .getExportsOfModule(module)
      .map((each) => [
        each.name,
        each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each,
      ]),
  );
}

function load(): { program: ts.Program; checker: ts.TypeChecker } {
  const config = ts.readConfigFile(path.resolve(FOLDER, "../tsconfig.json"), (file) =>
    readFileSync(file, "utf8"),
  );
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, path.dirname(FOLDER));
  // No argument has a type of the AWS provider, whose declarations take long to read.
  const paths = { "@pulumi/aws/*": ["./none"] };
  const program = ts.createProgram([path.join(FOLDER, "index.ts")], {
    ...options,
    paths,
    types: [],
  });
  return { program, checker: program.getTypeChecker() };
}
