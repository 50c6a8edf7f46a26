// Registers ts-node as Pulumi's language host does (@pulumi/pulumi/cmd/run/run.js) and runs a program.
const path = require("node:path");
const tsutils = require("@pulumi/pulumi/tsutils");
const project = "tsconfig.commonjs.json";
require("ts-node").register({
  compiler: "typescript",
  transpileOnly: undefined,
  project,
  skipProject: false,
  compilerOptions: {
    target: "ES2020",
    module: "nodenext",
    moduleResolution: "nodenext",
    sourceMap: "true",
    ...tsutils.loadTypeScriptCompilerOptions(project),
  },
});
require(path.resolve(process.argv[2]));
