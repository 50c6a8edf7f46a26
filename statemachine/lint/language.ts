import type { StateNode } from "./model";
import { jsonataTask, machine, pass, task } from "./examples";
import { expressionIn, MAX_EXPRESSION, readExpression } from "./expressions";
import { looksIntrinsic, readIntrinsic } from "./intrinsics";
import type { Part } from "./parts";
import { readPath } from "./paths";
import type { Report, Rule } from "./rule";
import { stepsOf, textsOf, type Role, type Text } from "./texts";
import { has, isRecord } from "./values";

const JSONATA = { QueryLanguage: "JSONata" };
const TOPIC = { TopicArn: "${Topic}" };

/** The strings of a part in some of the roles, as far as they are short enough to be read. */
function strings(part: Part, ...roles: Role[]): readonly (Text & { value: string })[] {
  return textsOf(part, ...roles).filter(
    (text): text is Text & { value: string } =>
      typeof text.value === "string" && text.value.length <= MAX_EXPRESSION,
  );
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
    on: "part",
    check: (part: Part, report: Report): void => {
      for (const text of textsOf(part)) {
        const { role, value, key } = text;
        if (!["path", "resultPath", "textPath", "template"].includes(role)) continue;
        if (typeof value !== "string") {
          if (role === "template")
            report(stepsOf(text), `'${key}' must be a path, but is no string`);
        } else if (value.length > MAX_EXPRESSION) continue;
        else if (role === "path" || role === "resultPath" || !looksIntrinsic(value)) {
          const result = readPath(value);
          if ("problem" in result)
            report(stepsOf(text), `'${key}' is no path: '${value.slice(0, 60)}' ${result.problem}`);
        }
      }
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
    on: "part",
    check: (part: Part, report: Report): void => {
      for (const text of strings(part, "resultPath")) {
        const { value } = text;
        const result = readPath(value);
        if ("problem" in result) continue;
        const { variable, context, reference } = result.path;
        const wrong =
          variable !== undefined
            ? "is a variable"
            : context
              ? "is in the context"
              : "can match many places";
        if (variable !== undefined || context || !reference)
          report(stepsOf(text), `ResultPath '${value}' ${wrong}`);
      }
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
    on: "part",
    check: (part: Part, report: Report): void => {
      for (const text of strings(part, "template", "textPath")) {
        const { role, value, key } = text;
        if (!looksIntrinsic(value)) continue;
        const { problem, text: isText } = readIntrinsic(value);
        if (problem !== undefined)
          report(stepsOf(text), `'${value.slice(0, 60)}' is no call: ${problem}`);
        else if (role === "textPath" && !isText)
          report(stepsOf(text), `${key} must be text, which this function does not give`);
      }
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
    on: "part",
    check: (part: Part, report: Report): void => {
      if (part.language === "JSONata") return;
      for (const text of textsOf(part)) {
        const { role, value } = text;
        if (role !== "object" || !isRecord(value)) continue;
        for (const key of Object.keys(value)) {
          if (!key.endsWith(".$") || !has(value, key.slice(0, -2))) continue;
          report([...stepsOf(text), key], `'${key.slice(0, -2)}' is set twice, also without .$`);
        }
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
    on: "part",
    check: (part: Part, report: Report): void => {
      for (const text of strings(part, "plain")) {
        const { value, key } = text;
        const call = looksIntrinsic(value) && readIntrinsic(value).problem === undefined;
        if (call || /^\$\$?[.[]/.test(value)) {
          report(
            stepsOf(text),
            `'${key}' is the text '${value.slice(0, 60)}', not what it points at`,
          );
        }
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
    on: "part",
    check: (part: Part, report: Report): void => {
      for (const text of strings(part, "plain")) {
        const { value, key } = text;
        if (expressionIn(value) !== undefined)
          report(stepsOf(text), `'${key}' is text here: the state reads with JSONPath`);
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
    on: "part",
    check: (part: Part, report: Report): void => {
      for (const text of strings(part, "jsonata")) {
        const { value, key } = text;
        if (key.endsWith(".$"))
          report(stepsOf(text), `'${key}' is a key of JSONPath in a JSONata state`);
        else if (/^\$\$?[.[]/.test(value))
          report(stepsOf(text), `'${key}' is the text '${value.slice(0, 60)}' here`);
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
    on: "part",
    check: (part: Part, report: Report): void => {
      for (const text of strings(part, "jsonata")) {
        const { value, key } = text;
        const open = value.startsWith("{%");
        const close = value.endsWith("%}");
        if (open !== close || value === "{%}")
          report(stepsOf(text), `'${key}' is not closed on both sides by {% and %}`);
        else if (open && /^\{%\S[^]*\S%\}$|^\{% \n/.test(value)) {
          report(stepsOf(text), `'${key}' has no single blank between the expression and {% or %}`);
        }
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
    on: "part",
    check: (part: Part, report: Report): void => {
      for (const text of strings(part, "jsonata")) {
        const { value, key } = text;
        const expression = expressionIn(value);
        const problem = expression === undefined ? undefined : readExpression(expression).problem;
        if (problem !== undefined) report(stepsOf(text), `'${key}' does not compile: ${problem}`);
      }
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
