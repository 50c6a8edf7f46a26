import { readFileSync } from "node:fs";
import path from "node:path";
import { readJson } from "../../../engine/cli";
import { Analyzer } from "../../../engine/policy/analyzer";
import { analyzeStack } from "../../../engine/policy/check";
import { fromExport } from "../../../engine/policy/input";
import { junit } from "../../../engine/policy/report/junit";
import { sarif } from "../../../engine/policy/report/sarif";
import { table } from "../../../engine/policy/report/table";
import { RULES } from "../../../policy/rules";
import { levelOf } from "../../../policy/settings/levels";
import { initialConfig, readSettings, SettingsError } from "../../../policy/settings/settings";
import { Exit } from "../../../statemachine/cli";
import { isRecord } from "../../../statemachine/json";
import { pick } from "../mutate";
import { once, ROOT, type Target } from "../target";

const stacks = (): string[] =>
  ["A", "B", "C", "D", "E"].flatMap((name) => {
    const cases = JSON.parse(
      readFileSync(path.join(ROOT, `test/policy/verdicts/${name}.json`), "utf8"),
    ) as { readonly resources: object[] }[];
    return cases.flatMap(({ resources }) => [
      JSON.stringify({ deployment: { resources } }),
      JSON.stringify({ project: "p", stack: "s", resources: resources.map(emitted) }),
      JSON.stringify({
        steps: resources.map((newState) => ({ op: "create", urn: urnOf(newState), newState })),
      }),
    ]);
  });

const urnOf = (resource: object): unknown => "urn" in resource && resource.urn;

/** A resource of an export as `npm run emit` prints it. */
const emitted = (resource: object): object => ({
  ...{ name: "r", parent: null, dependencies: [], propertyDependencies: {}, inputs: {} },
  ...resource,
  computed: {},
});

/** One pack for all inputs: starting it takes a second. */
let pack: Promise<Analyzer> | undefined;

async function judge(file: string, random: () => number): Promise<Exit> {
  const stack = fromExport(readJson(file), file);
  const folder = path.join(ROOT, "policy");
  pack ??= Analyzer.start({ folder, project: "fuzz", stack: "fuzz" });
  const result = await analyzeStack(await pack, stack);
  process.stdout.write(pick([table, junit, sarif], random)(result));
  return Exit.ok;
}

async function closePack(): Promise<void> {
  (await pack)?.close();
  pack = undefined;
}

/** A stack with nothing in it. */
const EMPTY = { project: "p", stack: "s", resources: [] };

/** The levels and settings of single policies that the Pulumi CLI takes. */
async function configure(file: string): Promise<Exit> {
  const config = readJson(file);
  if (!isRecord(config)) return Exit.usage;
  const folder = path.join(ROOT, "policy");
  pack ??= Analyzer.start({ folder, project: "fuzz", stack: "fuzz" });
  await analyzeStack(await pack, { ...EMPTY, faults: [] }, config);
  return Exit.ok;
}

const SETTINGS = {
  profile: "prod",
  all: "advisory",
  locked: ["kms-key-rotation"],
  groups: { security: "mandatory" },
  rules: {
    "kms-key-rotation": { enforcementLevel: "remediate", maxDays: 90 },
    "s3-bucket-replication": "mandatory",
    "kms-key-grants": { enforcementLevel: "disabled", reason: "none here", expires: "2027-01-01" },
  },
  exemptions: [
    { rule: "kms-key-rotation", resource: "key", reason: "moved away", expires: "2027-01-01" },
  ],
};

/** The pack's own settings, as its process reads them. */
function settings(file: string): Exit {
  try {
    const read = readSettings(RULES, { POLICY_SETTINGS: file });
    for (const rule of RULES) levelOf(rule, read);
    initialConfig(read);
    return Exit.ok;
  } catch (error) {
    if (error instanceof SettingsError) return Exit.usage;
    throw error;
  }
}

/** `policy`. */
export const POLICY: readonly Target[] = [
  {
    name: "policy --file",
    seeds: once(stacks),
    file: "stack.json",
    run: judge,
    close: closePack,
    weight: 2,
  },
  {
    name: "policy --policy-pack-config",
    seeds: () => [JSON.stringify({ all: "advisory", ...SETTINGS.rules })],
    file: "config.json",
    run: configure,
    close: closePack,
    weight: 2,
  },
  {
    name: "policy --config",
    seeds: () => [JSON.stringify(SETTINGS)],
    file: "settings.yaml",
    run: settings,
    weight: 1,
  },
];
