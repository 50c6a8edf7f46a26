import { has, isRecord } from "../../../json";
import type { LintRule } from "../../rule";
import { expressionIn, isShort } from "../../syntax/expressions";
import { looksIntrinsic } from "../../syntax/calls";
import { readIntrinsic } from "../../syntax/intrinsics";

/** Rules about payload templates, and strings of the other query language. */
export const TEMPLATES_RULES: readonly LintRule[] = [
  {
    id: "duplicate-field",
    meta: {
      description: "No object has both `x` and `x.$`: both would set x.",
      pillar: "operations",
      severity: "error",
      remedy: "remove one of the two",
    },
    on: "string",
    roles: ["object"],
    check: ({ field: { value }, object: { language }, report }) => {
      if (language === "JSONata" || !isRecord(value)) return;
      for (const key of Object.keys(value)) {
        const plain = key.slice(0, -2);
        if (key.endsWith(".$") && has(value, plain))
          report([key], `'${plain}' is set twice, also without .$`);
      }
    },
  },
  {
    id: "path-without-dollar",
    meta: {
      description:
        "A path is only evaluated under a key that ends in `.$`; elsewhere, and in all of a Pass's Result, it is plain text.",
      pillar: "operations",
      severity: "warning",
      remedy: "add .$ to the key, or use Parameters instead of Result",
    },
    on: "string",
    roles: ["plain"],
    check: ({ field: { value, key }, report }) => {
      if (!isShort(value)) return;
      const call = looksIntrinsic(value) && readIntrinsic(value).problem === undefined;
      if (call || /^\$\$?[.[]/.test(value)) {
        report([], `'${key}' is the text '${value.slice(0, 60)}', not what it points at`);
      }
    },
  },
  {
    id: "jsonata-in-jsonpath",
    meta: {
      description:
        "A `{% %}` string is only evaluated in a JSONata state; in a JSONPath state it is plain text.",
      pillar: "operations",
      severity: "warning",
      remedy: "set QueryLanguage to JSONata, or write a path",
    },
    on: "string",
    roles: ["plain"],
    check: ({ field: { value, key }, report }) => {
      if (isShort(value) && expressionIn(value) !== undefined) {
        report([], `'${key}' is text here: the state reads with JSONPath`);
      }
    },
  },
  {
    id: "path-in-jsonata",
    meta: {
      description:
        "A key that ends in `.$` means nothing in a JSONata state: the field keeps its odd name and its text.",
      pillar: "operations",
      severity: "warning",
      remedy: "remove .$ from the key and write the value as {% ... %}",
    },
    on: "string",
    roles: ["jsonata"],
    check: ({ field: { value, key }, report }) => {
      if (key.endsWith(".$")) report([], `'${key}' is a key of JSONPath in a JSONata state`);
      else if (isShort(value) && /^\$\$?[.[]/.test(value)) {
        report([], `'${key}' is the text '${value.slice(0, 60)}' here`);
      }
    },
  },
];
