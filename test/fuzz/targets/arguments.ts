import { readFileSync } from "node:fs";
import path from "node:path";
import { bench } from "../../../bench/main";
import { aslOfProgram } from "../../../engine/commands/asl";
import { emit } from "../../../engine/commands/emit";
import { policy } from "../../../engine/commands/policy";
import { local } from "../../../local/main";
import { migrate } from "../../../migration/main";
import { ops } from "../../../ops/main";
import { type Exit } from "../../../statemachine/cli";
import { jsonIn } from "../../../statemachine/json";
import { fakeAws, type FakeAws } from "../../ops/fake-aws";
import { arnOf, MACHINE } from "../../ops/world";
import { pick } from "../mutate";
import { ROOT, type Target } from "../target";

const EXECUTION = arnOf("order-1");

type Command = (args: string[]) => Exit | Promise<Exit>;

const COMMANDS: Readonly<Record<string, Command>> = {
  asl: aslOfProgram,
  bench,
  emit,
  local,
  migrate,
  ops,
  policy,
};

const DEFINITION = path.join(ROOT, "statemachine/definition.asl.json");
const STATE = path.join(ROOT, "test/migration/fixtures/example.tfstate");

/** Lines that are right. Where they would take long, or change anything, their end is refused: see {@link ENDS}. */
const LINES: readonly (readonly string[])[] = [
  ["asl", "lint", "--type", "EXPRESS", "--rule", "no-type=off", "--format", "json", DEFINITION],
  ["asl", "permissions", "--account", "123456789012", "--name", "orders", DEFINITION],
  ["asl", "export", "--out", "orders.json", DEFINITION],
  ["asl", "diagram", "--theme", "dark", "--out", "orders.mmd", DEFINITION],
  ["asl", "test", "--input", DEFINITION, "--state", "LambdaInvoke", DEFINITION],
  ["asl", "lint", "--stack", "none", "--machine", "orders"],
  ["bench", "--only", "lint", "--format", "json"],
  ["emit", "--deployer-policy", "preview", "--account", "123456789012"],
  ["local", "--port", "4566", "--wait-scale", "0.5", "--keep", "--event", "a.json"],
  ["local", "--init-event", "success", "--mock", "mocks.json", "--format", "json", "--open"],
  ["migrate", "plan", "--state", STATE, "--format", "json", "--partial"],
  ["migrate", "verify", "--state", STATE, "--stack", "none", "--no-account"],
  ["migrate", "harden", "--stack", "none", "--only", "tracing"],
  ["migrate", "outputs", "--state", "state.json", "--terraform-dir", "."],
  ["migrate", "code", "--function", "charge", "--out", "code.zip", "--region", "eu-west-1"],
  ["ops", "failures", "--machine", MACHINE, "--since", "24h", "--pictures", "out", "--json"],
  ["ops", "redrive", "--machine", MACHINE, "--group", "a", "b", "--concurrency", "5"],
  ["ops", "redrive", "--execution", EXECUTION, "--report", "report.jsonl", "--yes"],
  ["ops", "redrive", "--resume", "report.jsonl", "--yes"],
  ["ops", "start", "--machine", MACHINE, "--input", "{}", "--name", "a", "--yes"],
  ["ops", "watch", EXECUTION],
  ["ops", "tail", EXECUTION, "--json"],
  ["ops", "advise", "--machine", MACHINE, "--executions", "5"],
  ["policy", "--profile", "strict", "--format", "sarif", "--out", "report.sarif"],
];

/** What stands behind a spoilt line, by its command; ADDRESS is where AWS refuses whatever it is asked for. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  bench: ["--format", "none"],
  emit: ["--stack", "none"],
  local: ["--program", "/nowhere"],
  migrate: ["--endpoint", "ADDRESS"],
  ops: ["--endpoint", "ADDRESS"],
  policy: ["--stack", "none"],
};

/** What shells let through, and readers of arguments trip over. */
const ODD = [
  ...["", " ", "--", "---", "-x", "-h", "--help", "=", "--=", "--json=", "-1", "0x10", "1e999"],
  ...["NaN", "99999999999999999999", "toString", "--__proto__", "\u001b[31m", "--\u202e", "é\n"],
];

let aws: Promise<FakeAws> | undefined;

/** A text as a process can get it: without NUL, and in UTF-8. */
function asArgument(text: string): string {
  return Buffer.from(text.replaceAll("\0", "")).toString();
}

async function run(file: string, random: () => number): Promise<Exit> {
  const read = jsonIn(readFileSync(file, "utf8"));
  const spoilt = (Array.isArray(read) ? read : [read]).map((each: unknown) =>
    asArgument(typeof each === "string" ? each : `${JSON.stringify(each)}`),
  );
  const [first = "", ...args] = spoilt;
  const name = Object.hasOwn(COMMANDS, first) ? first : pick(Object.keys(COMMANDS), random);
  for (let odd = random(); odd < 0.5; odd = random()) {
    args.splice(Math.floor(random() * (args.length + 1)), 0, pick(ODD, random));
  }
  aws ??= fakeAws({});
  const { endpoint } = await aws;
  const end = (ENDS[name] ?? []).map((each) => (each === "ADDRESS" ? endpoint : each));
  const here = process.cwd();
  process.chdir(path.dirname(file));
  try {
    return await COMMANDS[name]!([...args, ...end]);
  } finally {
    process.chdir(here);
  }
}

async function closeAws(): Promise<void> {
  (await aws)?.close();
  aws = undefined;
}

/** The arguments of every command. */
export const ARGUMENTS: readonly Target[] = [
  {
    name: "every command (its arguments)",
    seeds: () => LINES.map((line) => JSON.stringify(line)),
    file: "arguments.json",
    run,
    close: closeAws,
    weight: 1,
  },
];
