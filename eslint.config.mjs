import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

/** Rooms that a file may not import from: data flows one way (docs/decisions/0001-layout.md). */
const closed = (...rooms) => ({
  "no-restricted-imports": [
    "error",
    { patterns: rooms.map((room) => ({ group: [`**/../${room}`, `**/../${room}/**`] })) },
  ],
});

export default tseslint.config(
  { ignores: ["out", "*/dist", ".venv", ".cache"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    plugins: { "@pulumi": pulumi },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/explicit-member-accessibility": "error",
    },
  },
  {
    files: ["statemachine/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["@pulumi/*", "@aws-sdk/*"], message: "statemachine/ is plain data" },
            { group: ["**/../components/**", "**/../local/**", "**/../migration/**"] },
          ],
        },
      ],
    },
  },
  {
    // The contract of rules types every check.
    files: ["statemachine/lint/rules/**/*.ts"],
    rules: { "@typescript-eslint/explicit-module-boundary-types": "off" },
  },
  { files: ["components/**/*.ts"], rules: closed("local", "policy", "migration") },
  { files: ["policy/**/*.ts"], rules: closed("components", "local", "migration") },
  { files: ["handler/**/*.ts"], rules: closed("components", "local", "policy", "migration") },
  {
    files: ["**/*.cjs", "policy/main.js"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
