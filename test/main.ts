import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism, constants, setPriority } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { PROJECT_DIR } from "../engine/program";
import { command } from "../engine/cli";
import { Exit, runCommand } from "../statemachine/cli";

/** One thing that `npm test` runs. */
interface Check {
  readonly title: string;
  /** The program, from node_modules/.bin unless it has a path of its own, and its arguments. */
  readonly run: readonly [string, ...string[]];
  /** What the tests were chosen by. */
  readonly pattern?: string;
  /** Goes before the others where they run together: it has time limits, which it breaks on a machine with more to do. */
  readonly urgent?: boolean;
}

const CACHE = "node_modules/.cache";
/** TypeScript 7, at a quarter of the cost of the one with an API that the linter needs. By path: both call themselves `tsc`. */
const TSC = [process.execPath, "node_modules/typescript-7/bin/tsc"] as const;
/** Those that take longest first, by work or by waiting, so that no core waits for another in the end. */
const UNIT = [
  "test/handler/**/*.test.ts",
  "test/policy/**/rules.test.ts",
  "test/{fuzz,statemachine}/**/*.test.ts",
  "test/policy/**/!(rules).test.ts",
  "test/ops/**/*.test.ts",
  "test/!(handler|ops|fuzz|statemachine|policy)/**/*.test.ts",
  "{test/,examples/**/}*.test.ts",
] as const;
const ATTACK = "test/handler/attack.e2e.ts";
const CORES = availableParallelism();
const mocha = (jobs: number) => ["mocha", "--parallel", "--jobs", String(jobs)] as const;
/** A file more than there are cores: some wait, for AWS that throttles, one that does not answer, or a time limit. */
const MOCHA_UNIT = mocha(CORES + 1);
/** Those wait more, for an emulator that starts. */
const MOCHA_E2E = [...mocha(CORES + 2), "--timeout", "180000", "--slow", "10000"] as const;
/** The longest first. */
const E2E = ["test/packages/*.e2e.ts", "test/!(packages)/**/*.e2e.ts", "test/*.e2e.ts"] as const;

/** As many at once as there are cores. The tests end to end, which wait most, run beside all that computes. */
const CHECKS: readonly Check[] = [
  { title: "Handler under attack", run: ["mocha", ATTACK], urgent: true },
  { title: "Lint", run: ["eslint", "--cache", "--cache-location", `${CACHE}/eslint/`, "."] },
  { title: "End-to-end tests", run: [...MOCHA_E2E, "--ignore", ATTACK, ...E2E] },
  {
    title: "Types",
    run: [
      ...TSC,
      "--project",
      ".",
      "--incremental",
      "--tsBuildInfoFile",
      `${CACHE}/types.tsbuildinfo`,
    ],
  },
  { title: "Types of the console's page", run: [...TSC, "--project", "local/console/page"] },
  { title: "Unused code and dependencies", run: ["knip"] },
  { title: "Format", run: ["prettier", "--check", "--cache", "--log-level", "warn", "."] },
  { title: "Unit tests", run: [...mocha(CORES), ...UNIT] },
];

/** Needs the Pulumi CLI, and is not part of `npm test`: see docs/testing-the-engine.md. */
const ENGINE: Check = { title: "Real engine", run: ["mocha", "--exit", "test/**/*.engine.ts"] };

/**
 * More room for young objects, in MB for each half: V8's 16 is full so often that collecting them takes up to a third of a
 * check's time.
 */
const ROOM = "--max-semi-space-size=64";

interface Flags {
  readonly unit?: boolean;
  readonly watch?: boolean;
  readonly engine?: boolean;
}

/** How many tests passed and failed; a check without tests of its own counts as one. */
interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** `npm test`: every check of the project; its last line says `N passed, N failed`. */
async function main(): Promise<Exit> {
  const program = command("test", "Run all tests: types, lint, unit and end to end.")
    .argument(
      "[pattern]",
      "only the unit tests in files with this in their path, or else in their titles",
    )
    .option("--unit", "only the unit tests, which need neither Python nor a network")
    .option("--engine", "only those on the real engine, which need the Pulumi CLI on the PATH")
    .option("--watch", "run the unit tests again at every change")
    .parse();
  const { unit, watch, engine } = program.opts<Flags>();
  const [pattern] = program.args;
  const checks = engine
    ? [ENGINE]
    : pattern !== undefined || watch || unit
      ? [{ title: "Unit tests", run: unitTests(pattern, watch), pattern }]
      : CHECKS;
  const waiting = [...checks];
  const counts: Counts[] = [];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      counts.push(await outcome(check, checks.length === 1));
    }
  };
  await Promise.all(Array.from({ length: CORES }, worker));
  const sum = (of: keyof Counts): number => counts.reduce((total, count) => total + count[of], 0);
  process.stdout.write(`\n${sum("passed")} passed, ${sum("failed")} failed\n`);
  return sum("failed") === 0 ? Exit.ok : Exit.findings;
}

function unitTests(pattern: string | undefined, watch = false): Check["run"] {
  if (pattern === undefined && !watch) return [...MOCHA_UNIT, ...UNIT];
  const files = ["test", "examples"]
    .flatMap((folder) =>
      readdirSync(path.join(PROJECT_DIR, folder), { recursive: true, encoding: "utf8" }).map(
        (file) => `${folder}/${file}`,
      ),
    )
    .filter((file) => file.endsWith(".test.ts") && file.includes(pattern ?? ""));
  return [
    "mocha",
    ...(watch ? ["--watch", "--watch-files", "**/*.ts"] : []),
    ...(files.length > 0 ? files : [...UNIT, "--fgrep", pattern ?? ""]),
  ];
}

/** Runs a check; its output is shown as it comes when it runs alone, otherwise in one piece at its end. */
async function outcome(check: Check, alone: boolean): Promise<Counts> {
  const {
    title,
    run: [program, ...args],
    pattern,
    urgent = alone,
  } = check;
  const started = Date.now();
  const bin = path.resolve(PROJECT_DIR, "node_modules", ".bin", program);
  // Windows runs what is in that folder by its shell, for which some letters of patterns have a meaning.
  const windows = process.platform === "win32";
  const [file = bin, ...words] = windows
    ? [bin, ...args].map((word) => `"${word}"`)
    : [bin, ...args];
  const child = spawn(file, words, {
    cwd: PROJECT_DIR,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}),
      NODE_OPTIONS: [process.env.NODE_OPTIONS, ROOM].filter(Boolean).join(" "),
    },
    shell: windows,
  });
  if (!urgent && child.pid !== undefined) {
    setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  }
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      if (alone) process.stdout.write(chunk);
      said += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`\n── ${title}: ${seconds} s ──\n${alone ? "" : said}`);
  if (pattern !== undefined && /^ +0 passing/m.test(stripVTControlCharacters(said))) {
    process.stdout.write(`no test has "${pattern}" in its path or title\n`);
  }
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
