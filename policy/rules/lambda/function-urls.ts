import { display } from "asl-toolkit/json";
import * as t from "../shared/types";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

export const lambdaFunctionUrls: readonly PolicyRule[] = [
  {
    id: "lambda-url-auth",
    meta: {
      description: "A function URL asks for credentials.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["CKV_AWS_258", "LambdaFunctionUrlAuth", "CKV2_AWS_75"],
      remedy: "Set `authorizationType` to AWS_IAM.",
      docs: { url: `${GUIDE}/urls-auth.html` },
    },
    types: [t.FUNCTION_URL],
    check: ({ resource: url, report }) => {
      const type = url.text("authorizationType");
      if (type !== "AWS_IAM") report(`authorizationType is ${type ?? "unset"}.`);
    },
  },
  {
    id: "lambda-url-cors",
    meta: {
      description: "A function URL answers named origins only.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: ["awslambda_function_url_cors_policy", "CKV2_AWS_75"],
      remedy: "List the origins in `cors.allowOrigins`.",
      docs: { url: `${GUIDE}/urls-configuration.html` },
    },
    types: [t.FUNCTION_URL],
    check: ({ resource: url, report, part }) => {
      for (const origin of url.entries("cors.allowOrigins")) {
        void part(() => {
          if (/^(https?:\/\/)?\*$/.test(display(origin.self())))
            report(`${origin.path} is ${display(origin.self())}.`);
        });
      }
    },
  },
];
