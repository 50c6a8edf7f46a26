import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Analyzer } from "../engine/policy/analyzer";
import type { AnalyzedResource } from "../engine/policy/pack";
import { reconcile } from "../engine/policy/config";
import { PROJECT_DIR } from "../engine/program";
import { RULES } from "../policy/rules";
import { type Benchmark, type Measurement, measurement, repeat } from "./benchmark";

/** The bound: how many times as long as a pack with as many empty rules. */
const BOUND = 1.5;

/** Runs of each size; the fastest counts, the others waited for something else on the machine. */
const RUNS = 5;

const SIZES = [1000, 5000] as const;

interface Pack {
  readonly analyzer: Analyzer;
  readonly ready: number;
}

export const POLICY: Benchmark = {
  name: "policy",
  run: async () => {
    const ours = await ready(path.join(PROJECT_DIR, "policy"));
    const folder = emptyPack();
    const empty = await ready(folder);
    try {
      const times = new Map<string, number>();
      for (const size of SIZES) {
        const stack = resources(size);
        // Alternating, so that a busy machine slows both alike.
        await repeat(RUNS, async () => {
          for (const [who, { analyzer }] of [
            ["ours", ours],
            ["empty", empty],
          ] as const) {
            const key = `${who} ${size}`;
            times.set(key, Math.min(times.get(key) ?? Infinity, await inFlight(analyzer, stack)));
          }
        });
      }
      return measurements(times, ours, empty);
    } finally {
      ours.analyzer.close();
      empty.analyzer.close();
      rmSync(folder, { recursive: true });
    }
  },
};

function measurements(times: ReadonlyMap<string, number>, ours: Pack, empty: Pack): Measurement[] {
  const time = (key: string): number => times.get(key) ?? NaN;
  const rules = ours.analyzer.about.policies.length;
  const [small, large] = SIZES;
  const growth = BOUND * (large / small);
  const pack = `this pack (${rules} rules)`;
  const peer = `${rules} empty rules`;
  const at = (size: number): string => `${size} resources in flight`;
  const [fast, slow] = [time(`ours ${small}`), time(`ours ${large}`)];
  return [
    measurement(pack, "until it is ready", ours.ready),
    measurement(peer, "until it is ready", empty.ready),
    measurement(pack, at(small), fast, {
      text: `at most ${BOUND} times the empty rules`,
      holds: fast <= BOUND * time(`empty ${small}`),
    }),
    measurement(peer, at(small), time(`empty ${small}`)),
    measurement(pack, at(large), slow, {
      text: `linear: at most ${growth} times ${small} resources`,
      holds: slow / fast <= growth,
    }),
    measurement(peer, at(large), time(`empty ${large}`)),
  ];
}

async function ready(folder: string): Promise<Pack> {
  const start = performance.now();
  const analyzer = await Analyzer.start({ folder, project: "bench", stack: "bench" });
  const took = performance.now() - start;
  await analyzer.configure(reconcile(analyzer.about, {}));
  return { analyzer, ready: took };
}

async function inFlight(analyzer: Analyzer, stack: readonly AnalyzedResource[]): Promise<number> {
  const start = timeOf(analyzer);
  await Promise.all(stack.map((resource) => analyzer.analyze(resource)));
  await analyzer.analyzeStack(stack);
  return timeOf(analyzer) - start;
}

/** The CPU time of a pack's process in milliseconds, in steps of ten; the time of day where the system does not say it. */
function timeOf({ pid }: Analyzer): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return performance.now();
  const fields = readFileSync(file, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** A pack of rules that look at nothing: as many about resources, and as many about the stack, as this pack has. */
function emptyPack(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "empty-pack-"));
  symlinkSync(path.join(PROJECT_DIR, "node_modules"), path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  writeFileSync(path.join(folder, "package.json"), '{"version":"1.0.0","main":"index.js"}\n');
  const stackRules = RULES.filter(({ scope }) => scope === "stack").length;
  writeFileSync(
    path.join(folder, "index.js"),
    `const { PolicyPack } = require("@pulumi/policy");
const rules = (count, name, check) =>
  Array.from({ length: count }, (_, index) => ({ name: name + index, description: "Nothing.", ...check }));
new PolicyPack("empty", {
  policies: [
    ...rules(${RULES.length - stackRules + 1}, "resource-", { validateResource: () => {} }),
    ...rules(${stackRules}, "stack-", { validateStack: () => {} }),
  ],
});
`,
  );
  return folder;
}

/** Resources of the kinds that workflows are made of, good and bad. */
const RESOURCES = readFileSync(path.join(__dirname, "resources.json"), "utf8");

/** A stack of them, different in their names. */
function resources(count: number): AnalyzedResource[] {
  const made: AnalyzedResource[] = [];
  for (let index = 0; made.length < count; index++) {
    const group = JSON.parse(RESOURCES.replaceAll("<index>", String(index))) as Declared[];
    made.push(...group.map((each) => resource(each, index)));
  }
  return made.slice(0, count);
}

type Declared = Pick<AnalyzedResource, "type" | "inputs">;

function resource({ type, inputs }: Declared, index: number): AnalyzedResource {
  const name = `${type.split(":").at(-1)}-${index}`;
  const urn = `urn:pulumi:bench::bench::${type}::${name}`;
  const outputs = { ...inputs, id: name, arn: `arn:aws:test:eu-west-1:111122223333:${name}` };
  const dependencies = { parent: null, dependencies: [], propertyDependencies: {} };
  return { urn, type, name, ...dependencies, inputs, outputs };
}
