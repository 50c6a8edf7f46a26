import type { Rule } from "../need";
import { COMPUTE } from "./compute";
import { DATA } from "./data";
import { EMR } from "./emr";
import { LEARNING } from "./learning";
import { MESSAGING } from "./messaging";

/**
 * The optimised integrations by `service:action`, and what each must be allowed.
 * Source: Step Functions developer guide, "IAM policies for integrated services".
 */
export const RULES: Readonly<Record<string, Rule>> = {
  ...MESSAGING,
  ...DATA,
  ...COMPUTE,
  ...EMR,
  ...LEARNING,
};
