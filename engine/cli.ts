import { messageOf } from "../statemachine/json";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { PROJECT_DIR } from "./program";
import { projectFile } from "./program/config";
import { reasonOf, UsageError } from "../statemachine/cli";

/** A command line whose mistakes are thrown, so that `runCommand` alone decides the exit code. */
export function command(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .allowExcessArguments(false)
    .exitOverride();
}

/** Whose stack a command is about. */
export interface ProgramFlags {
  readonly program: string;
}

/** A command about a stack of a program: the one here, or that of `--program`. */
export function programCommand(name: string, description: string): Command {
  return command(name, description).option(
    "--program <folder>",
    "the program: a folder with a Pulumi.yaml",
    projectFolder,
    PROJECT_DIR,
  );
}

/**
 * The absolute path of a folder with a project file, from where the user is: npm runs a script in the folder of package.json,
 * and tells that by INIT_CWD.
 *
 * @throws UsageError when there is none
 */
function projectFolder(folder: string): string {
  const project = path.resolve(process.env["INIT_CWD"] ?? "", folder);
  if (projectFile(project) !== undefined) return project;
  throw new UsageError(`--program ${folder}: there is no Pulumi.yaml in ${project}`);
}

/** Reads a file of JSON that the user named. @throws UsageError when it cannot be read or is not JSON */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${reasonOf(error, "there is no such file")}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${messageOf(error)}`);
  }
}
