/**
 * Counts how far the linter agrees with the test suites of its peers. Run with
 * `node engine/command.mjs bench/suites.ts ASL_VALIDATOR STATELINT LANGUAGE_SERVICE`, the folders of checked-out
 * ChristopheBougere/asl-validator, awslabs/statelint and aws/amazon-states-language-service. Prints each disagreement;
 * docs/lint-peers.md gives the reasons.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { lintText, type Finding } from "../statemachine/lint";

/** A definition of a suite, and whether the suite expects a fault in it. */
interface Case {
  readonly name: string;
  readonly text: string;
  readonly faulty: boolean;
}

/** The language service marks what is bad practice too, so there a warning agrees with a fault. */
const SUITES: readonly [string, (folder: string) => Case[], Finding["severity"][]][] = [
  ["asl-validator", aslValidator, ["error"]],
  ["statelint", statelint, ["error"]],
  ["language service", languageService, ["error", "warning"]],
];

function main(folders: readonly string[]): void {
  if (folders.length !== SUITES.length) throw new Error("write the folders of the three suites");
  SUITES.forEach(([suite, read, severities], index) => {
    const cases = read(folders[index] ?? "");
    const disagreements = cases.filter(({ name, text, faulty }) => {
      const findings = lintText(text);
      const found = findings.filter(({ severity }) =>
        (faulty ? severities : ["error"]).includes(severity),
      );
      if (faulty === found.length > 0) return false;
      const said = found.map((finding) => `${finding.path} ${finding.message}`).join("; ");
      console.log(`${suite}: ${name}: ${faulty ? "nothing found" : said}`);
      return true;
    });
    console.log(`${suite}: ${cases.length - disagreements.length} of ${cases.length} agree`);
  });
}

function aslValidator(folder: string): Case[] {
  const below = path.join(folder, "src/__tests__/definitions");
  return readdirSync(below).map((name) => ({
    name,
    text: readFileSync(path.join(below, name), "utf8"),
    faulty: name.startsWith("invalid"),
  }));
}

function statelint(folder: string): Case[] {
  const spec = readFileSync(path.join(folder, "spec/statelint_spec.rb"), "utf8");
  const test = /File\.read "(test\/[^"]+)"([\s\S]*?)(?=File\.read|\n {2}it |$)/g;
  return [...spec.matchAll(test)].flatMap(([, name = "", expectation = ""]) => {
    const problems = /problems\.size\)\.to eq\((\d+)\)/.exec(expectation)?.[1];
    if (problems === undefined) return [];
    const text = readFileSync(path.join(folder, name), "utf8");
    return [{ name, text, faulty: problems !== "0" }];
  });
}

function languageService(folder: string): Case[] {
  const below = path.join(folder, "src/tests");
  const texts = new Map<string, unknown>();
  const suites = [
    {
      file: "validation.test.ts",
      strings: "json-strings",
      names: ["validation", "jsonata", "variable"],
    },
    { file: "yamlValidation.test.ts", strings: "yaml-strings", names: ["validation"] },
  ];
  return suites.flatMap(({ file, strings, names }) => {
    for (const name of names) {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- where it is, is only known now
      const module = require(path.resolve(below, strings, `${name}Strings`)) as object;
      for (const [key, value] of Object.entries(module)) texts.set(key, value);
    }
    const source = readFileSync(path.join(below, file), "utf8");
    const test = /(?:json|yaml): (\w+),\s*diagnostics: \[(\s*\{)?/g;
    return [...source.matchAll(test)].flatMap(([, name = "", fault]) => {
      const text = texts.get(name);
      return typeof text === "string" ? [{ name, text, faulty: fault !== undefined }] : [];
    });
  });
}

main(process.argv.slice(2));
