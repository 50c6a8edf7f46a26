import { has } from "../../../json";
import { on, type Checks } from "../../rule";
import { expressionIn } from "../../syntax/expressions";
import { looksIntrinsic } from "../../syntax/calls";
import { readIntrinsic } from "../../syntax/intrinsics";
import { stepsOf } from "../../syntax/strings";

/** Rules about payload templates, and strings of the other query language. */
export const templateChecks = {
  "duplicate-field": on("payloadObject", ({ field: { value }, object: { language }, report }) => {
    if (language === "JSONata") return;
    for (const key of Object.keys(value)) {
      const plain = key.slice(0, -2);
      if (key.endsWith(".$") && has(value, plain))
        report([key], `'${plain}' is set twice, also without .$`);
    }
  }),
  "path-without-dollar": on("plain", ({ field, object: { fields }, report }) => {
    const { value, key } = field;
    const call = looksIntrinsic(value) && readIntrinsic(value).problem === undefined;
    if (!call && !/^\$\$?[.[]/.test(value)) return;
    const isField = stepsOf(field).length === 1 && fields.has(`${key}Path`);
    const remedy = isField ? `write it in ${key}Path` : undefined;
    report([], `'${key}' is the text '${value.slice(0, 60)}', not what it points at`, remedy);
  }),
  "jsonata-in-jsonpath": on("plain", ({ field: { value, key }, report }) => {
    if (expressionIn(value) !== undefined) {
      report([], `'${key}' is text here: the state reads with JSONPath`);
    }
  }),
  "path-in-jsonata": on("jsonata", ({ field: { value, key }, report }) => {
    if (key.endsWith(".$")) report([], `'${key}' is a key of JSONPath in a JSONata state`);
    else if (/^\$\$?[.[]/.test(value)) {
      report([], `'${key}' is the text '${value.slice(0, 60)}' here`);
    }
  }),
} satisfies Checks;
