import { accessSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { PROJECT_DIR } from "./program";
import { projectFile } from "./program/config";
import { decoded, reasonOf, UsageError } from "../statemachine/cli";
import { commandLine } from "../statemachine/cli/command-line";
import { messageOf } from "../statemachine/json";

/** The command line of a script of package.json. */
export function command(name: string, description: string): Command {
  return commandLine(`npm run ${name} --`, description).allowExcessArguments(false);
}

/** Reads a whole number, for an option. */
export function wholeNumber(least: number, most = Infinity): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isInteger(value) && value >= least && value <= most) {
      return value;
    }
    const wanted = most === Infinity ? `of ${least} or more` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`give a whole number ${wanted}`);
  };
}

/** Reads a number of 0 or more, for an option. @param hint what one of them means */
export function amount(hint = ""): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value >= 0 && Number.isFinite(value)) return value;
    throw new InvalidArgumentError(`give a number of 0 or more${hint}`);
  };
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

/** Takes a file to be written, for an option. @throws UsageError where it has no folder, before the work that it is for */
export function fileToWrite(file: string): string {
  try {
    accessSync(path.dirname(file) + path.sep);
    return file;
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${reasonOf(error, "there is no such folder")}`);
  }
}

/** The text of a file that the user named, also as Windows PowerShell writes one. @throws UsageError when it cannot be read */
export function readFile(file: string): string {
  try {
    return decoded(readFileSync(file));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${reasonOf(error, "there is no such file")}`);
  }
}

/** Reads a file of JSON that the user named. @throws UsageError when it cannot be read or is not JSON */
export function readJson(file: string): unknown {
  const text = readFile(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${messageOf(error)}`);
  }
}
