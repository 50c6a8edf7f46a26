import { on, type Checks } from "../../rule";
import { MAP_NUMBERS, REFERENCES } from "../../syntax/fields";
import { looksIntrinsic } from "../../syntax/calls";
import { readIntrinsic } from "../../syntax/intrinsics";
import { readPath } from "../../syntax/paths";

/** Steps by plain names: the form of nearly all paths. */
const PLAIN_PATH = /^\$\$?(?:\.[A-Za-z_]\w*)*$/;

/** Why a path is no Reference Path. */
const [MANY, CALLS] = ["can match many places", "calls a function"];

/** Rules about JSONPath and intrinsic functions. */
export const jsonpathChecks = {
  "path-syntax": on(
    ["path", "resultPath", "textPath", "template"],
    ({ field: { role, value, key }, report }) => {
      if (typeof value !== "string")
        return report([], `'${key}' must be a path, but is not a string`);
      if (PLAIN_PATH.test(value)) return;
      if ((role === "textPath" || role === "template") && looksIntrinsic(value)) return;
      const result = readPath(value);
      if ("problem" in result)
        report([], `'${key}' is not a path: '${value.slice(0, 60)}' ${result.problem}`);
    },
  ),
  "result-path": on("resultPath", ({ field: { value }, report }) => {
    if (PLAIN_PATH.test(value) && !value.startsWith("$$")) return;
    const result = readPath(value);
    if ("problem" in result) return;
    const { variable, context, reference, calls } = result.path;
    if (variable !== undefined) report([], `ResultPath '${value}' is a variable`);
    else if (context) report([], `ResultPath '${value}' is in the context`);
    else if (!reference) report([], `ResultPath '${value}' ${calls ? CALLS : MANY}`);
  }),
  "reference-path": on("path", ({ field: { value, key }, report }) => {
    if (!REFERENCES.has(key)) return;
    if (value.startsWith("$$") && MAP_NUMBERS.has(key))
      return report([], `${key} '${value.slice(0, 60)}' is in the context`);
    if (PLAIN_PATH.test(value)) return;
    const result = readPath(value);
    if ("path" in result && !result.path.reference)
      report([], `${key} '${value.slice(0, 60)}' ${result.path.calls ? CALLS : MANY}`);
  }),
  "intrinsic-syntax": on(["template", "textPath"], ({ field: { role, value, key }, report }) => {
    if (typeof value !== "string" || !looksIntrinsic(value)) return;
    const { problem, text } = readIntrinsic(value);
    if (problem !== undefined) report([], `'${value.slice(0, 60)}' is not a call: ${problem}`);
    else if (role === "textPath" && !text)
      report([], `${key} must be text, which this function does not give`);
  }),
} satisfies Checks;
