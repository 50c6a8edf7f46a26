import * as t from "../shared/types";
import { textList } from "../shared/settings";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

export const lambdaCode: readonly PolicyRule[] = [
  {
    id: "lambda-function-code-signing",
    meta: {
      description: "Only signed code is deployed.",
      pillar: "security",
      severity: "low",
      level: "disabled",
      controls: ["CKV_AWS_272"],
      remedy: "Set `codeSigningConfigArn`.",
      docs: { url: `${GUIDE}/configuration-codesigning.html` },
    },
    types: [t.FUNCTION],
    check: ({ resource: lambda, report }) => {
      if (!lambda.text("codeSigningConfigArn")) report("codeSigningConfigArn is not set.");
    },
  },
  {
    id: "lambda-layer-account",
    meta: {
      description:
        "A function's layers come from its own account or from publishers that the settings name.",
      pillar: "security",
      severity: "high",
      level: "advisory",
      controls: ["awslambda_function_using_cross_account_layers"],
      remedy:
        "Publish the layer in the account, or name its publisher in the rule's setting `publishers`.",
      docs: { url: `${GUIDE}/chapter-layers.html` },
    },
    settings: {
      publishers: textList(
        ["017000801446", "094274105915", "580247275435", "464622532012"],
        "Accounts whose layers are trusted. Default: Powertools for AWS Lambda and AWS's own.",
      ),
    },
    ...onEach([t.FUNCTION], (lambda, stack, setting) => {
      const foreign = lambda.texts("layers").filter((arn) => {
        const account = /^arn:[^:]*:lambda:[^:]*:(\d{12}):layer:/.exec(arn)?.[1];
        return (
          account !== undefined &&
          account !== stack.account &&
          !setting<string[]>("publishers").includes(account)
        );
      });
      return foreign.length > 0
        ? `runs layers of another account: ${foreign.join(", ")}`
        : undefined;
    }),
  },
];
