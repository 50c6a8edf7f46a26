import { spawn } from "node:child_process";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { PROJECT_DIR } from "../engine/program";
import { command } from "../engine/cli";
import { Exit, runCommand } from "../statemachine/cli";

/** One thing that `npm test` runs. */
interface Check {
  readonly title: string;
  /** The program, from node_modules/.bin, and its arguments. */
  readonly run: readonly [string, ...string[]];
  /** Needs Python, and on the first run a network. */
  readonly endToEnd?: boolean;
}

/** In the order of how soon they fail. */
const CHECKS: readonly Check[] = [
  { title: "Format", run: ["prettier", "--check", "--log-level", "warn", "."] },
  { title: "Types", run: ["tsc", "--project", "."] },
  { title: "Lint", run: ["eslint", "."] },
  { title: "Unit tests", run: ["mocha", "test/**/*.test.ts"] },
  {
    title: "End-to-end tests",
    run: ["mocha", "--timeout", "180000", "--slow", "10000", "test/**/*.e2e.ts"],
    endToEnd: true,
  },
];

/** How many tests passed and failed; a check without tests of its own counts as one. */
interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** `npm test`: every check of the project; its last line says `N passed, N failed`. */
async function main(): Promise<Exit> {
  const { unit } = command("test", "Run all tests: types, lint, unit and end to end.")
    .option("--unit", "only what needs neither Python nor a network")
    .parse()
    .opts<{ unit?: boolean }>();
  let total: Counts = { passed: 0, failed: 0 };
  for (const check of CHECKS.filter(({ endToEnd }) => !(unit && endToEnd))) {
    process.stdout.write(`\n── ${check.title} ──\n`);
    const { passed, failed } = await outcome(check);
    total = { passed: total.passed + passed, failed: total.failed + failed };
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 ? Exit.ok : Exit.findings;
}

/** Runs a check with its output shown as it comes. */
async function outcome({ run: [program, ...args] }: Check): Promise<Counts> {
  const bin = path.join(PROJECT_DIR, "node_modules", ".bin", program);
  const child = spawn(bin, args, {
    cwd: PROJECT_DIR,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) },
    shell: process.platform === "win32",
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    process.stdout.write(chunk);
    said += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return count(program, code, said);
}

/** Counts by what mocha says at its end; without that, by the exit code. */
function count(program: string, code: number | null, said: string): Counts {
  // The summary is the last thing said, on lines of its own.
  const plain = stripVTControlCharacters(said);
  const number = (word: string): number =>
    Number([...plain.matchAll(new RegExp(`^\\s+(\\d+) ${word}`, "gm"))].at(-1)?.[1] ?? 0);
  const tests = program === "mocha" ? number("passing") : Number(code === 0);
  const failures = program === "mocha" ? number("failing") : 0;
  // A run that ended badly without saying so, for example by a crash, is a failure too.
  return { passed: tests, failed: failures === 0 && code !== 0 ? 1 : failures };
}

if (process.argv[1] === __filename) void runCommand(main);
