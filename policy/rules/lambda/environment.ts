import type { PolicyRule } from "../../host/rule";
import type { Resource } from "../../host/resource";
import * as t from "../shared/types";
import { UNKNOWN } from "../../host/reader";
import { secretOf } from "../shared/secrets";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

export const lambdaEnvironment: readonly PolicyRule[] = [
  {
    id: "lambda-function-environment-key",
    meta: {
      description: "A function's environment is encrypted with a key of our own.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["CKV_AWS_173", "env_vars CMK"],
      remedy: "Set `kmsKeyArn`.",
      docs: { url: `${GUIDE}/configuration-envvars-encryption.html` },
    },
    types: [t.FUNCTION],
    check: ({ resource: lambda, report }) => {
      // Whether there is an environment comes first: a key without one protects nothing.
      if (!hasEnvironment(lambda)) return;
      if (!lambda.text("kmsKeyArn")) report("environment is set and kmsKeyArn is not.");
    },
  },
  {
    id: "lambda-function-environment-secrets",
    meta: {
      description:
        "A function's environment holds no secrets: whoever may read the function reads them.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["CKV_AWS_45", "awslambda_function_no_secrets_in_variables"],
      remedy:
        "Keep the value in Parameter Store or Secrets Manager, and its name in `environment.variables`.",
      docs: { url: `${GUIDE}/configuration-envvars.html` },
    },
    types: [t.FUNCTION],
    check: ({ resource: lambda, report, part }) => {
      const variables = lambda.plain("environment.variables");
      if (typeof variables !== "object" || variables === null) return;
      for (const [name, value] of Object.entries(variables)) {
        void part(() => {
          if (value === UNKNOWN) lambda.value(`environment.variables.${name}`);
          if (typeof value !== "string") return;
          const secret = secretOf(name, value);
          if (secret !== undefined) report(`environment.variables.${name} looks like ${secret}.`);
        });
      }
    },
  },
];

function hasEnvironment(lambda: Resource): boolean {
  const variables = lambda.value("environment.variables");
  return typeof variables === "object" && variables !== null && Object.keys(variables).length > 0;
}
