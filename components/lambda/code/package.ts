import { format, type Problems } from "../../shared/problems";
import { type LambdaFunctionArgs } from "../args";
import { type ArchiveContent } from "./archive";
import { bundledCode, type Code, folderCode } from "./build";
import { handlerProblem } from "./handler";
import { packageFiles } from "./python-packages";

/** The code of a function, ready to be deployed; undefined where something is wrong with it, which is noted. */
export function packageCode(args: LambdaFunctionArgs, problems: Problems): Code | undefined {
  const { entry, sourceCodeDir, code, image } = args;
  const given = [entry, sourceCodeDir, code, image].filter((source) => source !== undefined);
  if (given.length !== 1) {
    problems.add("entry", `give one of entry, sourceCodeDir, code and image, not ${given.length}`);
    return undefined;
  }
  try {
    const built = build(args, problems);
    if (built === undefined) return { archive: code, hash: undefined };
    problems.add("handler", handlerProblem(args));
    return built;
  } catch (error) {
    const argument = entry === undefined ? "sourceCodeDir" : "entry";
    problems.add(argument, `${format(args[argument])}: ${(error as Error).message}`);
    return undefined;
  }
}

/** The code made of a file or folder; undefined for an archive or image, which the caller made. */
function build(args: LambdaFunctionArgs, problems: Problems): Code | undefined {
  const { entry, sourceCodeDir, bundling } = args;
  if (entry !== undefined) return bundledCode(entry, bundling);
  return sourceCodeDir === undefined
    ? undefined
    : folderCode(sourceCodeDir, packagesOf(args, problems));
}

/** Undefined where there are none, or something is wrong with them. */
function packagesOf(args: LambdaFunctionArgs, problems: Problems): ArchiveContent | undefined {
  const { requirements, runtime, architecture = "x86_64" } = args;
  if (requirements === undefined || !isPython(runtime)) return undefined;
  try {
    return packageFiles({ requirements, runtime, architecture });
  } catch (error) {
    problems.add("requirements", `${format(requirements)}: ${(error as Error).message}`);
    return undefined;
  }
}

/** Whether a function runs on Python. */
export function isPython(runtime: string | undefined): runtime is string {
  return runtime?.startsWith("python") ?? false;
}
