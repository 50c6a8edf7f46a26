// Loaded into the policy host: it gets the TypeScript compiler ready for every pack, a sixth of our pack's start, which
// a pack that begins with JavaScript does without.
const path = require("node:path");

const { main = "index.js" } = require(path.resolve("package.json"));
if (!/\.[cm]?ts$/.test(main)) {
  const paths = [process.cwd()];
  const host = require(require.resolve("@pulumi/pulumi/cmd/run-policy-pack/run", { paths }));
  const { run } = host;
  host.run = (options) => run({ ...options, typeScript: false });
}
