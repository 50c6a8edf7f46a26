import * as t from "../shared/types";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

export const lambdaNetwork: readonly PolicyRule[] = [
  {
    id: "lambda-function-vpc",
    meta: {
      description: "A function runs in a VPC.",
      pillar: "security",
      severity: "low",
      level: "disabled",
      controls: ["CKV_AWS_117", "Lambda.3"],
      remedy: "Set `vpcConfig`.",
      docs: { url: `${GUIDE}/configuration-vpc.html` },
    },
    types: [t.FUNCTION],
    check: ({ resource: lambda, report }) => {
      if (lambda.value("vpcConfig") === undefined) report("vpcConfig is not set.");
    },
  },
  {
    id: "lambda-function-zones",
    meta: {
      description:
        "A function in a VPC runs in two subnets or more, so that it survives the loss of a zone.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: ["Lambda.5"],
      remedy: "Give `vpcConfig.subnetIds` of two availability zones.",
      docs: { url: `${GUIDE}/configuration-vpc.html` },
    },
    types: [t.FUNCTION],
    check: ({ resource: lambda, report }) => {
      if (lambda.value("vpcConfig") === undefined) return;
      const subnets = lambda.entries("vpcConfig.subnetIds").length;
      if (subnets === 1) report("vpcConfig.subnetIds has one subnet, and so one zone.");
    },
  },
];
