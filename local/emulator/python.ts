import { execFile, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { release, takeTurn } from "../../engine/lock.cjs";
import { UsageError } from "../../statemachine/cli";
import { killGroup } from "./process";

/** The oldest Python that MiniStack runs on. */
const OLDEST = [3, 10] as const;
const CANDIDATES = ["python3", "python", "python3.13", "python3.12", "python3.11", "python3.10"];
/** The oldest pip that takes `--python`: https://pip.pypa.io/en/stable/news/#v22-3 */
const LENDING = [22, 3] as const;
/** Python compiles what it loads when it loads it, which is less than a tenth of what is there. */
const INSTALL = "install --quiet --disable-pip-version-check --no-deps --no-compile".split(" ");
const REQUIREMENTS = path.join(__dirname, "requirements.txt");

/**
 * The Python of the project's own environment `.venv`, with the pinned emulator installed.
 * Installs it on the first run and after a change of `local/emulator/requirements.txt`.
 *
 * @param note is called, once, when an installation begins
 * @throws UsageError when no Python is new enough, or the installation fails, with the fix
 */
export async function emulatorPython(
  projectDir: string,
  note: (text: string) => void,
): Promise<string> {
  const venv = path.join(projectDir, ".venv");
  if (isCurrent(venv)) return pythonOf(venv);
  const turn = path.join(projectDir, "out", "venv.lock");
  await takeTurn(turn, (owner) =>
    note(`Waiting for process ${owner}, which installs the AWS emulator into .venv ...`),
  );
  try {
    if (!isCurrent(venv)) {
      note("Installing the AWS emulator into .venv (once per clone) ...");
      await install(venv, findPython());
    }
  } finally {
    release(turn);
  }
  return pythonOf(venv);
}

/** The Python that the emulator runs functions with; for an emulator that runs already, any. */
export function functionsPython(projectDir: string): string {
  const venv = path.join(projectDir, ".venv");
  return isCurrent(venv) ? pythonOf(venv) : "python3";
}

/** Finds a Python that is new enough on the PATH. @throws UsageError telling which ones are there */
export function findPython(candidates: readonly string[] = CANDIDATES): string {
  const seen: string[] = [];
  for (const name of candidates) {
    const script = "import sys; print(sys.version_info[0], sys.version_info[1])";
    const { status, stdout } = spawnSync(name, ["-c", script], { encoding: "utf8" });
    if (status !== 0) continue;
    const [major = 0, minor = 0] = stdout.trim().split(" ").map(Number);
    if (major === OLDEST[0] && minor >= OLDEST[1]) return name;
    seen.push(`${name} is ${major}.${minor}`);
  }
  throw new UsageError(
    `the AWS emulator needs Python ${OLDEST.join(".")} or newer on the PATH (${seen.join(", ") || "there is none"}). ` +
      "Install it (Debian: apt install python3 python3-venv), or give a running emulator with --endpoint URL.",
  );
}

/** Builds the environment beside its place and moves it there whole, so that half of one is never used. */
async function install(venv: string, python: string): Promise<void> {
  // What an installation that was killed has left.
  for (const name of readdirSync(path.dirname(venv))) {
    const isLeft = name.startsWith(`${path.basename(venv)}-`);
    if (isLeft) rmSync(path.join(path.dirname(venv), name), { recursive: true, force: true });
  }
  const building = mkdtempSync(`${venv}-`);
  // What is killed may write one more file meanwhile.
  const discard = (): void =>
    rmSync(building, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  process.once("exit", discard);
  try {
    const lends = await lendsPip(python);
    await pythonRun(
      python,
      ["-m", "venv", ...(lends ? ["--without-pip"] : []), building],
      "Debian and Ubuntu: apt install python3-venv",
    );
    const target = lends ? ["--python", pythonOf(building)] : [];
    await pythonRun(
      lends ? python : pythonOf(building),
      ["-m", "pip", ...target, ...INSTALL, "--requirement", REQUIREMENTS],
      "check that this machine reaches the Python package index, or set PIP_INDEX_URL to a mirror",
    );
    writeFileSync(stampOf(building), requirementsHash());
    rmSync(venv, { recursive: true, force: true });
    renameSync(building, venv);
  } finally {
    process.off("exit", discard);
    discard();
  }
}

/** True when the pip of a Python installs into other environments: one of their own takes as long as all the rest. */
async function lendsPip(python: string): Promise<boolean> {
  const asked = promisify(execFile)(python, ["-c", "import pip; print(pip.__version__)"]);
  const { stdout } = await asked.catch(() => ({ stdout: "" }));
  const [major = 0, minor = 0] = stdout.trim().split(".").map(Number);
  return major > LENDING[0] || (major === LENDING[0] && minor >= LENDING[1]);
}

function pythonRun(python: string, args: string[], fix: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // A group of its own: pip works in a process that it starts.
    const child = spawn(python, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
    const end = (): void => killGroup(child);
    // Before what it writes is discarded.
    process.prependOnceListener("exit", end);
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("exit", end);
      if (code === 0) return resolve();
      const tail = said.trim().split("\n").slice(-5).join("\n  ");
      reject(new UsageError(`${python} ${args.slice(0, 3).join(" ")} failed; ${fix}.\n  ${tail}`));
    });
  });
}

/** True when the environment was installed from the requirements as they are now, and its Python still runs. */
function isCurrent(venv: string): boolean {
  const stamp = stampOf(venv);
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== requirementsHash()) return false;
  return existsSync(pythonOf(venv));
}

function stampOf(venv: string): string {
  return path.join(venv, "requirements.sha256");
}

function requirementsHash(): string {
  return createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex");
}

function pythonOf(venv: string): string {
  return process.platform === "win32"
    ? path.join(venv, "Scripts", "python.exe")
    : path.join(venv, "bin", "python");
}
