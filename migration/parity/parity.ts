import path from "node:path";
import { Option } from "commander";
import { command, readJson } from "../../engine/cli";
import { mappingOf, runScenario, type Made, type Scenario } from "./scenario";
import { componentArgs } from "../modules/variables";
import { Exit, UsageError, runCommand } from "../../statemachine/cli";

/** `npm run -s parity -- FILE...`: what the components make from the variables of the Terraform modules. */
export async function parity(args: readonly string[]): Promise<Exit> {
  const files = command("parity", "Print what a component makes from Terraform variables, offline.")
    .argument("<files...>", "JSON files with `module` and `variables`, optionally `scenario`")
    .addOption(new Option("--format <format>", "how to print").choices(["json"]).default("json"))
    .parse([...args], { from: "user" }).processedArgs[0] as string[];
  const made: Made[] = [];
  for (const scenario of readScenarios(files)) {
    process.stderr.write(`${scenario.scenario}\n`);
    made.push(await runScenario(scenario));
  }
  process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
  return Exit.ok;
}

/** Reads and checks every file before the first runs. @throws UsageError listing all that is wrong */
function readScenarios(files: readonly string[]): Scenario[] {
  const problems: string[] = [];
  const scenarios = files.flatMap((file) => {
    try {
      return [readScenario(file)];
    } catch (error) {
      const { message } = error as Error;
      problems.push(error instanceof UsageError ? message : `${file}: ${message}`);
      return [];
    }
  });
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return scenarios;
}

/** @throws Error for a file that is not a scenario, or whose variables the module does not take */
function readScenario(file: string): Scenario {
  const scenario = readJson(file) as Partial<Scenario> | null;
  const { module, variables } = scenario ?? {};
  if (typeof module !== "string") throw new Error("must have the text `module`");
  if (typeof variables !== "object" || variables === null || Array.isArray(variables)) {
    throw new Error("must have the object `variables`");
  }
  componentArgs(mappingOf(module), variables);
  const name = scenario?.scenario ?? path.basename(file, ".json");
  return { scenario: name, module, variables };
}

if (process.argv[1] === __filename) void runCommand(() => parity(process.argv.slice(2)));
