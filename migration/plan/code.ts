import { display } from "../../statemachine/json";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_DIR } from "../../engine/program";
import { shellWord } from "../../statemachine/cli";
import { find, type ModuleInstance } from "../state/detect-modules";
import { text } from "../state/attributes";

/** Where the code of an adopted function comes from. */
export interface AdoptedCode {
  /** The zip to deploy, relative to this project; undefined where the module has no function. */
  readonly archive?: string;
  /** What is wrong with it, and what to do. */
  readonly warning?: string;
}

/**
 * Finds the very zip that Terraform deployed: an import cannot read code back, so it is sent once more, and only with
 * the same bytes does AWS publish no new version.
 *
 * @param terraformDir where Terraform ran: it wrote the zip relative to that folder.
 */
export function codeOf({ resources }: ModuleInstance, terraformDir: string): AdoptedCode {
  const made = find(resources, "aws_lambda_function.this")?.attributes;
  if (made === undefined) return {};
  const name = display(made["function_name"]);
  const file = path.resolve(terraformDir, text(made["filename"]) ?? `${name}.zip`);
  const archive = portable(file);
  const fetch = `fetch what runs with \`npm run -s migrate -- code --function ${shellWord(name)} --out ${shellWord(archive)}\``;
  if (!existsSync(file)) {
    const warning = `the code of ${name} is not at ${archive}: give --terraform-dir, or ${fetch}`;
    return { archive, warning };
  }
  const expected = text(made["source_code_hash"]);
  const actual = createHash("sha256").update(readFileSync(file)).digest("base64");
  if (expected === undefined || actual === expected) return { archive };
  const warning = `${archive} is not the code that Terraform deployed as ${name} (its hash differs): ${fetch}`;
  return { archive, warning };
}

/** Relative to this project where that is possible, so that the stack's file means the same in every clone. */
function portable(file: string): string {
  const relative = path.relative(PROJECT_DIR, file);
  return path.isAbsolute(relative) ? file : relative.split(path.sep).join("/");
}
