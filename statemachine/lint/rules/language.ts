import type { StateNode } from "../../definition/reader";
import { jsonataTask, machine, pass, task } from "./examples";
import { expressionIn, MAX_EXPRESSION, readExpression } from "../syntax/expressions";
import { looksIntrinsic, readIntrinsic } from "../syntax/intrinsics";
import type { Part } from "../syntax/parts";
import { readPath } from "../syntax/paths";
import type { Report, Rule } from "../rule";
import type { Text } from "../syntax/texts";
import { has, isRecord } from "../../json/values";

const JSONATA = { QueryLanguage: "JSONata" };
const TOPIC = { TopicArn: "${Topic}" };

/** Steps by plain names: the form of nearly all paths. */
const PLAIN_PATH = /^\$\$?(?:\.[A-Za-z_]\w*)*$/;

/** Whether `value` is a string that is short enough to be read. */
function isShort(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_EXPRESSION;
}

/** Rules about JSONPath, intrinsic functions and JSONata. */
export const LANGUAGE_RULES: readonly Rule[] = [
  {
    code: "path-syntax",
    severity: "error",
    practice: "operations",
    summary:
      "A path is JSONPath: it starts with $, $$ or $variable, and goes on in steps; where a template wants one, it may be the call of an intrinsic function.",
    fix: "write a path such as $.order.id, or States.Function(...)",
    failing: machine({ Send: task({ InputPath: "order.id" }) }),
    fixed: machine({ Send: task({ InputPath: "$.order.id" }) }),
    on: "text",
    roles: ["path", "resultPath", "textPath", "template"],
    check: ({ role, value, key }: Text, _part: Part, report: Report): void => {
      if (typeof value !== "string") {
        if (role === "template") report([], `'${key}' must be a path, but is no string`);
        return;
      }
      if (PLAIN_PATH.test(value) || value.length > MAX_EXPRESSION) return;
      if ((role === "textPath" || role === "template") && looksIntrinsic(value)) return;
      const result = readPath(value);
      if ("problem" in result)
        report([], `'${key}' is no path: '${value.slice(0, 60)}' ${result.problem}`);
    },
  },
  {
    code: "result-path",
    severity: "error",
    practice: "operations",
    summary:
      "ResultPath names one place in the input: no variable, no context, no wildcard, slice or filter.",
    fix: "write a path such as $.result; to set a variable use Assign",
    failing: machine({ Send: task({ ResultPath: "$.orders[*].sent" }) }),
    fixed: machine({ Send: task({ ResultPath: "$.sent" }) }),
    on: "text",
    roles: ["resultPath"],
    check: ({ value }: Text, _part: Part, report: Report): void => {
      if (!isShort(value) || PLAIN_PATH.test(value)) return;
      const result = readPath(value);
      if ("problem" in result) return;
      const { variable, context, reference } = result.path;
      if (variable !== undefined) report([], `ResultPath '${value}' is a variable`);
      else if (context) report([], `ResultPath '${value}' is in the context`);
      else if (!reference) report([], `ResultPath '${value}' can match many places`);
    },
  },
  {
    code: "intrinsic-syntax",
    severity: "error",
    practice: "operations",
    summary:
      "An intrinsic function exists, has as many arguments as it takes, and all of them are paths, constants or calls.",
    fix: "correct the call; the guide's page on intrinsic functions has them all",
    failing: machine({
      Send: task({ Parameters: { ...TOPIC, "Message.$": "States.Hash($.order)" } }),
    }),
    fixed: machine({
      Send: task({ Parameters: { ...TOPIC, "Message.$": "States.Hash($.order, 'SHA-256')" } }),
    }),
    on: "text",
    roles: ["template", "textPath"],
    check: ({ role, value, key }: Text, _part: Part, report: Report): void => {
      if (!isShort(value) || !looksIntrinsic(value)) return;
      const { problem, text } = readIntrinsic(value);
      if (problem !== undefined) report([], `'${value.slice(0, 60)}' is no call: ${problem}`);
      else if (role === "textPath" && !text)
        report([], `${key} must be text, which this function does not give`);
    },
  },
  {
    code: "duplicate-field",
    severity: "error",
    practice: "operations",
    summary: "No object has both `x` and `x.$`: both would set x.",
    fix: "remove one of the two",
    failing: machine({
      Send: task({ Parameters: { ...TOPIC, Message: "done", "Message.$": "$.text" } }),
    }),
    fixed: machine({ Send: task({ Parameters: { ...TOPIC, "Message.$": "$.text" } }) }),
    on: "text",
    roles: ["object"],
    check: ({ value }: Text, { language }: Part, report: Report): void => {
      if (language === "JSONata" || !isRecord(value)) return;
      for (const key of Object.keys(value)) {
        const plain = key.slice(0, -2);
        if (key.endsWith(".$") && has(value, plain))
          report([key], `'${plain}' is set twice, also without .$`);
      }
    },
  },
  {
    code: "path-without-dollar",
    severity: "warning",
    practice: "operations",
    summary:
      "A path is only evaluated under a key that ends in `.$`; elsewhere, and in all of a Pass's Result, it is plain text.",
    fix: "add .$ to the key, or use Parameters instead of Result",
    failing: machine({ Send: task({ Parameters: { ...TOPIC, Message: "$.text" } }) }),
    fixed: machine({ Send: task({ Parameters: { ...TOPIC, "Message.$": "$.text" } }) }),
    on: "text",
    roles: ["plain"],
    check: ({ value, key }: Text, _part: Part, report: Report): void => {
      if (!isShort(value)) return;
      const call = looksIntrinsic(value) && readIntrinsic(value).problem === undefined;
      if (call || /^\$\$?[.[]/.test(value)) {
        report([], `'${key}' is the text '${value.slice(0, 60)}', not what it points at`);
      }
    },
  },
  {
    code: "jsonata-in-jsonpath",
    severity: "warning",
    practice: "operations",
    summary:
      "A `{% %}` string is only evaluated in a JSONata state; in a JSONPath state it is plain text.",
    fix: "set QueryLanguage to JSONata, or write a path",
    failing: machine({
      Send: task({ Parameters: { ...TOPIC, Message: "{% $states.input.text %}" } }),
    }),
    fixed: machine({ Send: task({ Parameters: { ...TOPIC, "Message.$": "$.text" } }) }),
    on: "text",
    roles: ["plain"],
    check: ({ value, key }: Text, _part: Part, report: Report): void => {
      if (isShort(value) && expressionIn(value) !== undefined) {
        report([], `'${key}' is text here: the state reads with JSONPath`);
      }
    },
  },
  {
    code: "path-in-jsonata",
    severity: "warning",
    practice: "operations",
    summary:
      "A key that ends in `.$` means nothing in a JSONata state: the field keeps its odd name and its text.",
    fix: "remove .$ from the key and write the value as {% ... %}",
    failing: machine(
      { Send: jsonataTask({ Arguments: { ...TOPIC, "Message.$": "$.text" } }) },
      JSONATA,
    ),
    fixed: machine(
      { Send: jsonataTask({ Arguments: { ...TOPIC, Message: "{% $states.input.text %}" } }) },
      JSONATA,
    ),
    on: "text",
    roles: ["jsonata"],
    check: ({ value, key }: Text, _part: Part, report: Report): void => {
      if (key.endsWith(".$")) report([], `'${key}' is a key of JSONPath in a JSONata state`);
      else if (isShort(value) && /^\$\$?[.[]/.test(value)) {
        report([], `'${key}' is the text '${value.slice(0, 60)}' here`);
      }
    },
  },
  {
    code: "jsonata-delimiters",
    severity: "error",
    practice: "operations",
    summary: "A JSONata string begins with `{% ` and ends with ` %}`.",
    fix: "write {% expression %}",
    failing: machine(
      { Send: jsonataTask({ Arguments: { ...TOPIC, Message: "{% $states.input.text %" } }) },
      JSONATA,
    ),
    fixed: machine(
      { Send: jsonataTask({ Arguments: { ...TOPIC, Message: "{% $states.input.text %}" } }) },
      JSONATA,
    ),
    on: "text",
    roles: ["jsonata"],
    check: ({ value, key }: Text, _part: Part, report: Report): void => {
      if (!isShort(value)) return;
      const open = value.startsWith("{%");
      if (open !== value.endsWith("%}") || value === "{%}") {
        report([], `'${key}' is not closed on both sides by {% and %}`);
      } else if (open && /^\{%\S[^]*\S%\}$|^\{% \n/.test(value)) {
        report([], `'${key}' has no single blank between the expression and {% or %}`);
      }
    },
  },
  {
    code: "jsonata-syntax",
    severity: "error",
    practice: "operations",
    summary: "An expression between {% and %} is JSONata.",
    fix: "correct the expression; docs.jsonata.org has the language",
    failing: machine(
      { Send: jsonataTask({ Arguments: { ...TOPIC, Message: "{% 1 + %}" } }) },
      JSONATA,
    ),
    fixed: machine(
      { Send: jsonataTask({ Arguments: { ...TOPIC, Message: "{% 1 + 1 %}" } }) },
      JSONATA,
    ),
    on: "text",
    roles: ["jsonata"],
    check: ({ value, key }: Text, _part: Part, report: Report): void => {
      const expression = isShort(value) ? expressionIn(value) : undefined;
      const problem = expression === undefined ? undefined : readExpression(expression).problem;
      if (problem !== undefined) report([], `'${key}' does not compile: ${problem}`);
    },
  },
  {
    code: "mixed-languages",
    severity: "warning",
    practice: "operations",
    optional: true,
    summary: "A machine keeps to one query language, so that its readers need only one.",
    fix: "write the state in the machine's query language",
    failing: machine({
      Go: pass({ Result: undefined, QueryLanguage: "JSONata", Output: { done: true } }),
    }),
    fixed: machine({ Go: pass() }),
    on: "state",
    check: ({ language, scope }: StateNode, report: Report): void => {
      const { machine } = scope;
      if (language !== machine.language)
        report(
          ["QueryLanguage"],
          `the state reads with ${language}, the machine with ${machine.language}`,
        );
    },
  },
];
