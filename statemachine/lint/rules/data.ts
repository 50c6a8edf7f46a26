import type { Part } from "../syntax/parts";
import { loopOf, type Loop } from "../facts/graph";
import { jsonataTask, machine, pass, task } from "./examples";
import { attempts, handlers } from "../facts/handlers";
import type { StateNode, Machine } from "../../definition/reader";
import { isGiven, literal, resourceOf } from "../facts/resource";
import type { Example, Report, Rule } from "../rule";
import type { Text } from "../syntax/texts";
import { longest } from "./times";
import { has, isRecord, list, measure, own } from "../../json/values";
import { isDeferred } from "../../definition/placeholder";

/** Bytes that a state takes and gives at most (quotas page of the guide). */
const MAX_PAYLOAD = 262_144;

/** Events in the history of a Standard run at most. */
const MAX_EVENTS = 25_000;

const TOPIC = { TopicArn: "${Topic}" };
const S3 = {
  Resource: "arn:aws:states:::aws-sdk:s3:getObject",
  Parameters: { Bucket: "${Bucket}", Key: "order.json" },
};
const child = (
  Arguments: object,
  Resource = "arn:aws:states:::states:startExecution.sync:2",
): ReturnType<typeof machine> =>
  machine({ Child: jsonataTask({ Resource, Arguments }) }, { QueryLanguage: "JSONata" });
const STARTED_BY = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID";
const CHILD = {
  StateMachineArn: "${Child}",
  Name: "{% $states.context.Execution.Name %}",
  Input: { [STARTED_BY]: "{% $states.context.Execution.Id %}" },
};

/** Literals that are keys on sight: of AWS, of GitHub and Slack, and private ones. */
const KEY_LITERAL =
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abp]-[A-Za-z0-9-]{10}|-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const SECRET_NAME =
  /passw(?:or)?d|passphrase|secret|private_?key|api_?-?key|(?:access|auth|bearer|api|session)_?-?token|^authorization$/i;
const HARMLESS_NAME = /(?:Id|Arn|Name|Path|Ref|Url|Uri|Type|Version|Stage|Length|Count)s?$/;

/** What makes a call safe to repeat, by `service:action`. */
const IDEMPOTENCY: ReadonlyMap<string, string> = new Map([
  ["states:startExecution", "Name"],
  ["ecs:runTask", "ClientToken"],
  ["athena:startQueryExecution", "ClientRequestToken"],
  ["emr-containers:startJobRun", "ClientToken"],
  ["emr-serverless:startJobRun", "ClientToken"],
]);

/** Events that a state adds to the history, besides those of what is inside it. */
const EVENTS: Readonly<Record<string, number>> = {
  Task: 5,
  Wait: 2,
  Pass: 2,
  Choice: 2,
  Succeed: 2,
  Fail: 1,
  Parallel: 4,
  Map: 4,
};

/** Rules about data, secrets, repetition and history. */
export const DATA_RULES: readonly Rule[] = [
  {
    code: "payload-too-large",
    severity: "error",
    practice: "operations",
    summary:
      "What a state takes and gives has at most 262,144 bytes, written in the definition or not.",
    fix: "put the data into S3 and pass bucket and key",
    failing: machine({ Load: pass({ Result: "x".repeat(MAX_PAYLOAD) }) }),
    fixed: machine({ Load: pass() }),
    on: "state",
    check: ({ value }: StateNode, report: Report): void => {
      for (const field of [
        "Result",
        "Parameters",
        "Arguments",
        "Output",
        "Assign",
        "ItemSelector",
      ]) {
        const content = own(value, field);
        if (content === undefined) continue;
        if (typeof content === "string" && content.length * 3 < MAX_PAYLOAD) continue;
        const { bytes } = measure(content, { bytes: MAX_PAYLOAD, depth: Infinity });
        if (bytes > MAX_PAYLOAD)
          report([field], `${field} alone has more than ${MAX_PAYLOAD} bytes`);
      }
    },
  },
  {
    code: "object-in-state",
    severity: "warning",
    practice: "operations",
    summary:
      "The content of an S3 object does not go through the state: more than 262,144 bytes fail the run.",
    fix: "pass bucket and key on, or keep only what is needed with ResultSelector or Output",
    failing: machine({ Read: task(S3) }),
    fixed: machine({ Read: task({ ...S3, ResultSelector: { "tag.$": "$.ETag" } }) }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { kind, service, action } = resourceOf(state);
      if (kind !== "sdk" || service !== "s3" || action !== "getObject") return;
      const shaped = ["ResultSelector", "Output", "OutputPath"].some((field) =>
        has(state.value, field),
      );
      if (!shaped && own(state.value, "ResultPath") !== null)
        report([], "the whole object is read into the state");
    },
  },
  {
    code: "secret-literal",
    severity: "warning",
    practice: "security",
    summary:
      "No key, password or token is written into a definition: everyone who may describe the machine reads it.",
    fix: "keep it in Secrets Manager, or in the connection of an HTTP task, and revoke this one",
    failing: machine({
      Send: task({ Parameters: { ...TOPIC, Message: { password: "correct horse" } } }),
    }),
    fixed: machine({
      Send: task({ Parameters: { ...TOPIC, Message: { passwordArn: "${Secret}" } } }),
    }),
    on: "text",
    roles: ["object", "plain", "jsonata", "template"],
    check: ({ role, value, key }: Text, _part: Part, report: Report): void => {
      if (isRecord(value)) {
        const { Name, Value } = value;
        if (typeof Name === "string" && isSecret(Name, Value)) {
          report(["Value"], `'${Name.slice(0, 60)}' is written out`);
        }
      } else if (typeof value !== "string") return;
      else if (KEY_LITERAL.test(value)) report([], `'${key}' holds a key`);
      else if (role !== "template" && isSecret(key, value)) report([], `'${key}' is written out`);
    },
  },
  {
    code: "not-idempotent",
    severity: "warning",
    practice: "reliability",
    summary:
      "What is retried, or runs in an Express workflow, may run twice, and so has a name, token or deduplication id that makes the second time harmless.",
    fix: "add the field that the message names, or accept the finding if twice is harmless",
    failing: child({ ...CHILD, Name: undefined }),
    fixed: child(CHILD),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const repeated =
        state.scope.express || handlers(state, "Retry").some((entry) => attempts(entry) > 0);
      const field = repeated ? idempotencyField(state) : undefined;
      if (field === undefined || isGiven(state, field)) return;
      const { service, action } = resourceOf(state);
      report([], `${service}:${action} may run twice, and has no ${field}`);
    },
  },
  {
    code: "sync-version",
    severity: "warning",
    practice: "operations",
    summary:
      "A nested execution is waited for with .sync:2, which gives its output as JSON; .sync gives it as text.",
    fix: "write .sync:2",
    failing: child(CHILD, "arn:aws:states:::states:startExecution.sync"),
    fixed: child(CHILD),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { service, pattern } = resourceOf(state);
      if (service === "states" && pattern === "sync")
        report(["Resource"], "the output of the nested execution comes as text");
    },
  },
  {
    code: "nested-execution-link",
    severity: "warning",
    practice: "operations",
    summary: `A nested execution gets ${STARTED_BY}, so that the console links it with its parent.`,
    fix: `add ${STARTED_BY} with the id of the execution to Input`,
    failing: child({ ...CHILD, Input: { order: 1 } }),
    fixed: child(CHILD),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { kind, service, action, input } = resourceOf(state);
      if (kind !== "integration" || service !== "states" || action !== "startExecution") return;
      const given = input === undefined ? undefined : own(input, "Input");
      if (
        !isRecord(given) ||
        isDeferred(given) ||
        has(given, STARTED_BY) ||
        has(given, `${STARTED_BY}.$`)
      )
        return;
      report(
        [state.language === "JSONata" ? "Arguments" : "Parameters", "Input"],
        `the nested execution does not get ${STARTED_BY}`,
      );
    },
  },
  {
    code: "unqualified-machine",
    severity: "warning",
    practice: "reliability",
    summary:
      "A nested machine is started by a version or an alias, so that its next deployment does not change the parent.",
    fix: "add the version or the alias to StateMachineArn",
    failing: child({
      ...CHILD,
      StateMachineArn: "arn:aws:states:eu-west-1:111122223333:stateMachine:child",
    }),
    fixed: child({
      ...CHILD,
      StateMachineArn: "arn:aws:states:eu-west-1:111122223333:stateMachine:child:live",
    }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const arn = literal(state, "StateMachineArn");
      if (
        resourceOf(state).service !== "states" ||
        typeof arn !== "string" ||
        arn.split(":").length !== 7
      )
        return;
      report(
        [state.language === "JSONata" ? "Arguments" : "Parameters", "StateMachineArn"],
        "the machine is started without version or alias",
      );
    },
  },
  {
    code: "history-limit",
    severity: "warning",
    practice: "reliability",
    summary:
      "A Standard run stays below 25,000 events, by an estimate over the longest way, counted loops and listed items.",
    fix: "move parts to nested executions, or use a Distributed Map",
    failing: rounds(10_000),
    fixed: rounds(100),
    on: "machine",
    check: ({ scopes, express }: Machine, report: Report): void => {
      const [root] = scopes;
      const events = root === undefined || express ? 0 : longest(root, eventsOf);
      if (events > MAX_EVENTS)
        report([], `a run may have about ${events} events; it is ended at ${MAX_EVENTS}`);
    },
  },
];

/** A loop of so many rounds. */
function rounds(most: number): Example {
  return machine({
    Send: task({ End: undefined, Next: "More" }),
    More: {
      Type: "Choice",
      Choices: [{ Variable: "$.round", NumericLessThan: most, Next: "Send" }],
      Default: "Done",
    },
    Done: pass(),
  });
}

function isSecret(name: string, value: unknown): boolean {
  if (typeof value !== "string" || value.length < 4 || isDeferred(value)) return false;
  if (!SECRET_NAME.test(name) || HARMLESS_NAME.test(name) || name.endsWith(".$")) return false;
  return !/^(?:\$|\{%|arn:|\{\{|States\.|https?:)/.test(value);
}

function idempotencyField(state: StateNode): string | undefined {
  const { kind, service, action } = resourceOf(state);
  if (kind !== "integration") return undefined;
  const target = literal(state, service === "sqs" ? "QueueUrl" : "TopicArn");
  if (
    (service === "sqs" || service === "sns") &&
    typeof target === "string" &&
    target.endsWith(".fifo")
  ) {
    return "MessageDeduplicationId";
  }
  const update = service === "dynamodb" ? literal(state, "UpdateExpression") : undefined;
  if (typeof update === "string" && /\bADD\b|[+-]|list_append/.test(update))
    return "ConditionExpression";
  return IDEMPOTENCY.get(`${service}:${action}`);
}

/** Events that a state may add, what is inside it and its loop included. */
function eventsOf(state: StateNode): number {
  const { type, value, inner } = state;
  const items = type === "Map" ? Math.max(1, list(value, "Items").length) : 1;
  const inside = inner
    .filter(({ distributed }) => !distributed)
    .reduce((sum, scope) => sum + longest(scope, eventsOf), 0);
  const once = (EVENTS[type ?? "Pass"] ?? 2) + items * inside;
  return once * roundsOf(state);
}

const ROUNDS = new WeakMap<Loop, number>();

/** How often a loop that `state` is in may be run: the largest number that one of its Choices compares with. */
function roundsOf(state: StateNode): number {
  const loop = loopOf(state);
  if (loop === undefined) return 1;
  const known = ROUNDS.get(loop) ?? largestBound(loop);
  ROUNDS.set(loop, known);
  return known;
}

function largestBound({ states }: Loop): number {
  let most = 1;
  for (const { type, value } of states) {
    if (type !== "Choice") continue;
    for (const rule of list(value, "Choices")) {
      for (const [name, bound] of Object.entries(isRecord(rule) ? rule : {})) {
        if (name.startsWith("Numeric") && typeof bound === "number") most = Math.max(most, bound);
      }
    }
  }
  return most;
}
