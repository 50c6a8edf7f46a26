// Checks a project as `tsc --project FILE` does without `skipLibCheck`, but for the declarations of packages that are only
// linked here: those of all of AWS take longer than the rest. Prints the packages whose declarations it has checked.
const ts = require("typescript");

const project = ts.getParsedCommandLineOfConfigFile(process.argv[2], {}, ts.sys);
const program = ts.createProgram(project.fileNames, project.options);
const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(process.cwd()));
const problems = [
  ...project.errors,
  ...program.getConfigFileParsingDiagnostics(),
  ...program.getOptionsDiagnostics(),
  ...program.getGlobalDiagnostics(),
  ...own.flatMap((file) => program.getSyntacticDiagnostics(file)),
  ...own.flatMap((file) => program.getSemanticDiagnostics(file)),
];
if (problems.length > 0) {
  const host = { ...ts.sys, getCanonicalFileName: (file) => file, getNewLine: () => "\n" };
  console.error(ts.formatDiagnostics(problems, host));
  process.exit(1);
}
const packages = own.map(({ fileName }) => /node_modules\/([^/]+)/.exec(fileName)?.[1]);
console.log([...new Set(packages)].filter(Boolean).sort().join("\n"));
