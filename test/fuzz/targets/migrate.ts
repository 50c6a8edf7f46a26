import path from "node:path";
import { setConfig } from "../../../migration/commands/config-file";
import { migrate } from "../../../migration/main";
import { Exit } from "../../../statemachine/cli";
import { shown, type StateFile } from "../../migration/states";
import { pick } from "../mutate";
import { once, textsIn, type Target } from "../target";

/** States as Terraform keeps them and as it shows them. */
const states = once(() =>
  textsIn("test/migration/fixtures", /\.tfstate$/).flatMap((text) => [
    text,
    JSON.stringify(shown(JSON.parse(text) as StateFile)),
  ]),
);

function takeOver(file: string, random: () => number): Promise<Exit> {
  const format = ["--format", pick(["table", "json"], random)];
  const state = ["--state", file, ...format];
  if (random() < 0.8) return migrate(["plan", ...state]);
  return migrate(["verify", ...state, "--stack", "dev", "--no-account"]);
}

function write(file: string): Exit {
  setConfig(path.dirname(file), "fuzz", {
    set: { "stepfunctions:terraform": { function: { hardened: true, variables: { a: "1.10" } } } },
    replace: { "stepfunctions:adoption": { "urn:a": "b" }, "stepfunctions:key": undefined },
    keep: [["stepfunctions:terraform", "function", "variables", "secret"]],
  });
  return Exit.ok;
}

/** `migrate`. */
export const MIGRATE: readonly Target[] = [
  { name: "migrate plan, verify", seeds: states, file: "s.tfstate", run: takeOver, weight: 20 },
  {
    name: "migrate outputs",
    seeds: states,
    file: "s.tfstate",
    run: (file) => migrate(["outputs", "--state", file]),
    weight: 2,
  },
  {
    name: "migrate plan --write (the stack's file)",
    seeds: once(() => textsIn("", /^Pulumi\.\w+\.yaml$/)),
    file: "Pulumi.fuzz.yaml",
    run: write,
    weight: 1,
  },
];
