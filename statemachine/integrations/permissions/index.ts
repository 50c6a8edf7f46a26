import type { Rule } from "../../permissions/need";
import { COMPUTE } from "./compute";
import { DATA } from "./data";
import { EKS } from "./eks";
import { EMR } from "./emr";
import { MESSAGING } from "./messaging";
import { MODELS } from "./models";
import { SAGEMAKER } from "./sagemaker";
import { EMR_SERVERLESS } from "./serverless";

/**
 * The optimised integrations by `service:action`, and what each must be allowed.
 * Source: Step Functions developer guide, "IAM policies for integrated services".
 */
export const RULES: Readonly<Record<string, Rule>> = {
  ...MESSAGING,
  ...DATA,
  ...COMPUTE,
  ...EKS,
  ...EMR,
  ...EMR_SERVERLESS,
  ...SAGEMAKER,
  ...MODELS,
};
