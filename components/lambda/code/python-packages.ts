import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { type ArchiveContent, archiveFile, archiveFiles } from "./archive";

/** Which packages a function needs, and where it runs. */
export interface PythonPackages {
  /** The file that names them, each with its version. */
  readonly requirements: string;
  /** Such as `python3.14`. */
  readonly runtime: string;
  readonly architecture: "x86_64" | "arm64";
}

/** Names a Python of this machine: the code runs there, and not on Lambda. The local run sets it. */
const LOCAL_PYTHON = "STEPFUNCTIONS_LOCAL_PYTHON";

/** Where tools of npm keep what they can make again. */
const CACHE = path.join("node_modules", ".cache", "pulumi-aws-stepfunctions", "python");

/** Scripts for a shell and notes on the installation name the machine, and no code reads them. */
const SCRIPTS = new Set(["bin", ".lock"]);
const NOTES = new Set(["RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json"]);

/** Of Lambda's systems, Amazon Linux 2 and from Python 3.12 on 2023 (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html). */
const FIRST_ON_2023 = 12;
const GLIBC = { before: 26, since: 34 };

/** The oldest glibc that wheels are still built for: manylinux2014 is 2.17. */
const OLDEST_GLIBC = 17;

/** Longer than any installation of what fits into a function; a registry that does not answer ends here. */
const TIMEOUT_MILLISECONDS = 600_000;

/** What is wrong with a file of requirements: on another day, or another machine, it would install something else. */
function requirementsProblem(text: string): string | undefined {
  const lines = text
    .replaceAll(/\\\r?\n/g, " ")
    .split("\n")
    .map((line) =>
      line
        .replace(/(^|\s)#.*/, "")
        .replaceAll(/\s--hash=\S+/g, "")
        .trim(),
    )
    .filter((line) => line !== "");
  const file = lines.find((line) =>
    /^(-r|-c|-e|--requirement|--constraint|--editable)\b/.test(line),
  );
  if (file !== undefined) return `has the line "${file}": write the packages themselves into it`;
  const packages = lines.filter((line) => !line.startsWith("-"));
  if (packages.length === 0) return "names no package: leave it out";
  const floating = packages.find(
    (line) => !/^[\w.-]+\s*(\[[^\]]*\]\s*)?(===?\s*[^\s*;,]+\s*(;.*)?|@\s.+)$/.test(line),
  );
  return floating === undefined
    ? undefined
    : `has the line "${floating}": pin the version, as in name==1.2.3; 'pip-compile' and 'uv pip compile' write such a file`;
}

/**
 * The files of the packages, installed for Lambda's system by pip or uv, once for each content of the file that names them. It
 * stands for them where nobody gets the code: under mocks, which tests and the offline commands run with.
 *
 * @throws Error for a file that does not pin each package, without pip and uv, and for a package that has no wheel for the system
 */
export function packageFiles(packages: PythonPackages, isDeployed = hasEngine()): ArchiveContent {
  const { requirements } = packages;
  if (!existsSync(requirements)) throw new Error("there is no such file");
  const text = readFileSync(requirements, "utf8");
  const problem = requirementsProblem(text);
  if (problem !== undefined) throw new Error(problem);
  const localPython = process.env[LOCAL_PYTHON];
  return isDeployed || localPython !== undefined
    ? archiveFiles(installed(packages, text, localPython))
    : { files: [archiveFile("requirements.txt", requirements)], leftOut: [] };
}

function hasEngine(): boolean {
  return !(pulumi.runtime.getMonitor() instanceof MockMonitor);
}

function installed(
  packages: PythonPackages,
  text: string,
  localPython: string | undefined,
): string {
  const { requirements, runtime, architecture } = packages;
  const key = [text, localPython ?? [runtime, architecture]];
  const hash = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 32);
  const folder = path.resolve(CACHE, hash);
  if (existsSync(folder)) return folder;
  mkdirSync(path.resolve(CACHE), { recursive: true });
  const making = mkdtempSync(path.resolve(CACHE, "making-"));
  try {
    if (localPython === undefined) installForLambda(packages, making);
    else run(localPython, [...PIP, ...into(making, requirements)], "this machine");
    removeNotes(making);
    publish(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}

/** Another run may have made the same in the meantime. */
function publish(made: string, folder: string): void {
  try {
    renameSync(made, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

const PIP = "-m pip install --quiet --disable-pip-version-check --no-input --no-compile".split(" ");

function into(folder: string, requirements: string): string[] {
  return [
    "--target",
    folder,
    "--requirement",
    path.resolve(requirements),
    "--only-binary",
    ":all:",
  ];
}

function installForLambda(
  { requirements, runtime, architecture }: PythonPackages,
  folder: string,
): void {
  const version = runtime.replace("python", "");
  const processor = architecture === "arm64" ? "aarch64" : "x86_64";
  const is2023 = Number(version.split(".")[1]) >= FIRST_ON_2023;
  const newest = is2023 ? GLIBC.since : GLIBC.before;
  const common = [...into(folder, requirements), "--python-version", version];
  const system = `${runtime} on ${architecture}`;
  // pip takes the conditions of a requirement from the Python that it runs with: best from the same version.
  const python = [runtime, "python3", "python"].find((each) => works(each, ["-m", "pip"]));
  if (python !== undefined) {
    const older = Array.from({ length: newest - OLDEST_GLIBC + 1 }, (_, n) => `_2_${newest - n}`);
    const platforms = [...older, "2014"].flatMap((each) => [
      "--platform",
      `manylinux${each}_${processor}`,
    ]);
    return run(python, [...PIP, ...common, "--implementation", "cp", ...platforms], system);
  }
  if (!works("uv", [])) {
    throw new Error(
      "needs pip or uv to install packages: install Python 3 with pip (https://pip.pypa.io), or uv (https://docs.astral.sh/uv)",
    );
  }
  const platform = `${processor}-${is2023 ? `manylinux_2_${newest}` : "manylinux2014"}`;
  const uv = ["pip", "install", "--quiet", "--link-mode", "copy"];
  run("uv", [...uv, ...common, "--python-platform", platform], system);
}

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, [...args, "--version"], { stdio: "ignore" }).status === 0;
}

function run(command: string, args: readonly string[], system: string): void {
  const { status, stderr, error } = spawnSync(command, args, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    timeout: TIMEOUT_MILLISECONDS,
  });
  if (status === 0) return;
  const lines = (error?.message ?? stderr).split("\n").map((line) => line.trim());
  const errors = lines.filter((line) => line.startsWith("ERROR:"));
  const said = (errors.length > 0 ? errors : lines.filter((line) => line !== "")).join(" ");
  throw new Error(
    `cannot be installed for ${system}: ${said} (only wheels are taken: choose a version that has one for the system, or give image)`,
  );
}

function removeNotes(folder: string): void {
  for (const entry of readdirSync(folder)) {
    const inside = path.join(folder, entry);
    if (SCRIPTS.has(entry)) rmSync(inside, { recursive: true });
    else if (entry.endsWith(".dist-info")) {
      for (const note of NOTES) rmSync(path.join(inside, note), { force: true });
    }
  }
}
