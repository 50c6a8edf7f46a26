/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, as the policy host loads it */
// Where the policy host begins. A published pack holds the bundle that build.mjs makes; a clone holds the sources,
// which the project's own compiler turns into JavaScript: the host's would check types for 10 s at every start.
// Plain JavaScript: it runs before any TypeScript can be loaded.
const { existsSync } = require("node:fs");
const path = require("node:path");

const bundle = path.join(__dirname, "dist", "index.js");
if (existsSync(bundle)) {
  require(bundle);
} else {
  require("../engine/register.cjs");
  require("./index.ts");
}
