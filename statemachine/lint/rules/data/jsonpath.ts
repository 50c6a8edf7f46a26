import type { LintRule } from "../../rule";
import { isShort } from "../../syntax/expressions";
import { MAP_NUMBERS, REFERENCES } from "../../syntax/fields";
import { looksIntrinsic } from "../../syntax/calls";
import { readIntrinsic } from "../../syntax/intrinsics";
import { readPath } from "../../syntax/paths";

/** Steps by plain names: the form of nearly all paths. */
const PLAIN_PATH = /^\$\$?(?:\.[A-Za-z_]\w*)*$/;

/** Rules about JSONPath and intrinsic functions. */
export const JSONPATH_RULES: readonly LintRule[] = [
  {
    id: "path-syntax",
    meta: {
      description:
        "A path is JSONPath: it starts with $, $$ or $variable, and goes on in steps; where a template wants one, it may be the call of an intrinsic function.",
      pillar: "operations",
      severity: "error",
      remedy: "write a path such as $.order.id, or States.Function(...)",
    },
    on: "string",
    roles: ["path", "resultPath", "textPath", "template"],
    check: ({ field: { role, value, key }, report }) => {
      if (typeof value !== "string") {
        if (role === "template") report([], `'${key}' must be a path, but is not a string`);
        return;
      }
      if (PLAIN_PATH.test(value) || !isShort(value)) return;
      if ((role === "textPath" || role === "template") && looksIntrinsic(value)) return;
      const result = readPath(value);
      if ("problem" in result)
        report([], `'${key}' is not a path: '${value.slice(0, 60)}' ${result.problem}`);
    },
  },
  {
    id: "result-path",
    meta: {
      description:
        "ResultPath names one place in the input: no variable, no context, no wildcard, slice or filter.",
      pillar: "operations",
      severity: "error",
      remedy: "write a path such as $.result; to set a variable use Assign",
    },
    on: "string",
    roles: ["resultPath"],
    check: ({ field: { value }, report }) => {
      if (!isShort(value) || (PLAIN_PATH.test(value) && !value.startsWith("$$"))) return;
      const result = readPath(value);
      if ("problem" in result) return;
      const { variable, context, reference } = result.path;
      if (variable !== undefined) report([], `ResultPath '${value}' is a variable`);
      else if (context) report([], `ResultPath '${value}' is in the context`);
      else if (!reference) report([], `ResultPath '${value}' can match many places`);
    },
  },
  {
    id: "reference-path",
    meta: {
      description:
        "A field that wants one value, such as SecondsPath or ItemsPath, has a path that picks one: no wildcard, slice or filter, and for the numbers of a Map nothing of the context.",
      pillar: "operations",
      severity: "error",
      remedy: "write a path to one place, such as $.order.seconds",
    },
    on: "string",
    roles: ["path"],
    check: ({ field: { value, key, leaf }, report }) => {
      if (leaf !== undefined || !REFERENCES.has(key) || !isShort(value)) return;
      if (value.startsWith("$$") && MAP_NUMBERS.has(key))
        return report([], `${key} '${value.slice(0, 60)}' is in the context`);
      if (PLAIN_PATH.test(value)) return;
      const result = readPath(value);
      if ("path" in result && !result.path.reference)
        report([], `${key} '${value.slice(0, 60)}' can match many places`);
    },
  },
  {
    id: "intrinsic-syntax",
    meta: {
      description:
        "An intrinsic function exists, has as many arguments as it takes, and all of them are paths, constants or calls.",
      pillar: "operations",
      severity: "error",
      remedy: "correct the call; the guide's page on intrinsic functions has them all",
    },
    on: "string",
    roles: ["template", "textPath"],
    check: ({ field: { role, value, key }, report }) => {
      if (!isShort(value) || !looksIntrinsic(value)) return;
      const { problem, text } = readIntrinsic(value);
      if (problem !== undefined) report([], `'${value.slice(0, 60)}' is not a call: ${problem}`);
      else if (role === "textPath" && !text)
        report([], `${key} must be text, which this function does not give`);
    },
  },
];
