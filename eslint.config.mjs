import pulumi from "@pulumi/eslint-plugin";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import imports from "eslint-plugin-import-x";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import noCycle from "./scripts/no-cycle.mjs";

/**
 * What the files of a folder may import of this project: data flows one way (docs/decisions/0001-layout.md).
 * test/, docs/ and bench/ look at everything.
 */
const MAY_IMPORT = {
  statemachine: [],
  components: ["statemachine"],
  policy: ["statemachine"],
  handler: [],
  stack: ["components", "statemachine"],
  examples: ["components", "statemachine"],
  engine: ["statemachine"],
  local: ["engine", "statemachine"],
  migration: ["engine", "stack", "components", "statemachine"],
  ops: ["engine", "statemachine"],
};

export default defineConfig(
  { ignores: ["out", "*/dist", ".venv", ".cache"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    plugins: {
      "@pulumi": pulumi,
      "import-x": imports,
      project: { rules: { "no-cycle": noCycle } },
    },
    languageOptions: {
      // One program for all, as `tsc` makes it: `projectService`, made for editors, costs 17 s more.
      parserOptions: { project: "tsconfig.json", tsconfigRootDir: import.meta.dirname },
    },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver({ project: "." })] },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/explicit-member-accessibility": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "project/no-cycle": "error",
      // The index declares every service of AWS: it costs each compiler 2 s and 230 MB, also that of `pulumi up`.
      "no-restricted-imports": [
        "error",
        {
          name: "@pulumi/aws",
          message: "Import the service that you use, for example @pulumi/aws/sns.",
        },
      ],
      "import-x/no-restricted-paths": [
        "error",
        {
          zones: [
            ...Object.entries(MAY_IMPORT).map(([target, allowed]) => ({
              target,
              from: ".",
              except: [target, "node_modules", ...allowed],
            })),
            { target: "index.ts", from: ".", except: ["stack", "migration/program.ts"] },
          ],
        },
      ],
    },
  },
  {
    // The contract of rules types every check.
    files: ["statemachine/lint/rules/**/*.ts", "policy/rules/**/*.ts"],
    rules: { "@typescript-eslint/explicit-module-boundary-types": "off" },
  },
  {
    files: Object.keys(MAY_IMPORT).map((folder) => `${folder}/**/*.ts`),
    rules: {
      "import-x/no-extraneous-dependencies": ["error", { includeTypes: true }],
    },
  },
  {
    files: ["components/**/*.ts", "policy/**/*.ts"],
    rules: { "import-x/no-relative-packages": "error" },
  },
  {
    // `String` throws on an object that came from JSON with a field "toString": see `display` in statemachine/json.
    files: Object.keys(MAY_IMPORT).map((folder) => `${folder}/**/*.ts`),
    rules: { "@typescript-eslint/no-base-to-string": ["error", { checkUnknown: true }] },
  },
  {
    // Node's own test runner waits for its tests by itself.
    files: ["template/*.test.ts"],
    rules: { "@typescript-eslint/no-floating-promises": "off" },
  },
  {
    files: ["**/*.cjs", "components/provider/main.js", "policy/main.js"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
