import { PolicyPack } from "@pulumi/policy";
import { policiesAt } from "./policies";
import { RULES } from "./rules";
import { keepDisablings } from "./settings/disablings";
import { levelOf } from "./settings/levels";
import { initialConfig, readSettings, SettingsError } from "./settings/settings";

/** The pack as `pulumi preview --policy-pack policy` and `npm run policy` start it. */
function start(): PolicyPack {
  const settings = readSettings(RULES);
  keepDisablings(settings);
  return new PolicyPack(
    "step-functions",
    {
      displayName: "Step Functions best practices",
      description:
        "Best practices for Step Functions and what runs around them, as docs/policies.md lists them.",
      provider: "aws",
      policies: policiesAt((rule) => levelOf(rule, settings)),
    },
    initialConfig(settings),
  );
}

try {
  start();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  // The engine shows what a pack that does not start has written, and stops before the first resource.
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
