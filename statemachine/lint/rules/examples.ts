import type { Example, IncorrectExample } from "../rule";

/** Fields of a state or machine; one that is `undefined` is left out. */
type Fields = Readonly<Record<string, unknown>>;

/** A retrier that no rule has anything against. */
export const BACKOFF = {
  ErrorEquals: ["States.ALL"],
  IntervalSeconds: 2,
  MaxAttempts: 3,
  MaxDelaySeconds: 60,
  JitterStrategy: "FULL",
};

/** A machine that starts with the first of `states` and that no rule has anything against. */
export function machine(states: Fields, fields: Fields = {}): Example {
  const StartAt = Object.keys(states)[0];
  return {
    definition: withoutUndefined({ StartAt, TimeoutSeconds: 600, States: states, ...fields }),
  };
}

function withoutUndefined(value: Fields): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** An example that breaks a rule, and what the rule reports on it, as pairs of path and message. */
export function faulty(
  example: Example,
  ...findings: readonly (readonly [path: string, message: string])[]
): IncorrectExample {
  return { ...example, findings: findings.map(([path, message]) => ({ path, message })) };
}

/** The fields of a machine that reads with JSONata. */
export const JSONATA = { QueryLanguage: "JSONata" };

/** The parameter without which nothing is published. */
export const TOPIC = { TopicArn: "${Topic}" };

/** A Task that publishes a message. */
export function task(fields: Fields = {}): Fields {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::sns:publish",
    Parameters: { ...TOPIC, Message: "done" },
    TimeoutSeconds: 10,
    Retry: [BACKOFF],
    End: true,
    ...fields,
  };
}

/** The same Task in JSONata. */
export function jsonataTask(fields: Fields = {}): Fields {
  return task({
    Parameters: undefined,
    Arguments: { ...TOPIC, Message: "done" },
    ...fields,
  });
}

/** A Pass that does something. */
export function pass(fields: Fields = {}): Fields {
  return { Type: "Pass", Result: { done: true }, End: true, ...fields };
}

/** A Task that calls a function. */
export function invoke(fields: Fields = {}): Fields {
  return task({
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: "${Function}:live", "Payload.$": "$" },
    ...fields,
  });
}

/** A level with one state that passes. */
export function branch(name: string): Fields {
  return { StartAt: name, States: { [name]: pass() } };
}

/** Good machines of one Task each. */
export const SENT = machine({ Send: task() });
export const INVOKED = machine({ Send: invoke() });
