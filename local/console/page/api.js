// @ts-check

/** @typedef {{ arn: string, name: string, machine: string, status: string, start: number, stop?: number }} Listed */
/** @typedef {{ name: string, type?: string, visits: number, status?: string }} State */
/** @typedef {{ id: number, type: string, state?: string, after: number }} Line */
/**
 * @typedef {{ arn: string, name: string, machine: { arn: string, name: string }, status: string, input?: string,
 *   output?: string, error?: string, cause?: string, events: number, states: State[] }} Execution
 */
/**
 * @typedef {{ total: number, at: number, input?: string, output?: string, error?: string, cause?: string,
 *   status: string, after?: number, seconds?: number }} Visit
 */
/** @typedef {{ rule: string, level: string, urn: string, message: string, remedy: string, name?: string }} Finding */
/** @typedef {{ urn: string, type: string, name: string, id?: string, arn?: string, inputs: unknown }} Resource */
/**
 * @typedef {{ project: string, stack: string, outputs: unknown, resources: Resource[], isChecked: boolean,
 *   findings?: Finding[], logs: string[] }} Stack
 */

/**
 * Asks the server.
 * @param {string} name
 * @param {Record<string, string>} [query]
 * @returns {Promise<any>}
 */
export async function get(name, query = {}) {
  return answerOf(await fetch(`${name}?${new URLSearchParams(query)}`));
}

/**
 * Starts an execution.
 * @param {string} machine its ARN
 * @param {string} input JSON text
 * @returns {Promise<string>} the execution's ARN
 */
export async function start(machine, input) {
  const response = await fetch("start", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ machine, input }),
  });
  return (await answerOf(response)).execution;
}

/** @param {Response} response */
async function answerOf(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body;
}

/**
 * What the server tells by itself, by kind.
 * @typedef {{ executions: (list: Listed[]) => void, execution: () => void,
 *   stack: (told: { version: number, problem?: string }) => void, lost: () => void }} Listeners
 */

/**
 * Listens to the server until the returned function is called.
 * @param {string | undefined} execution the one that is shown
 * @param {Listeners} listeners
 */
export function listen(execution, { executions, execution: changed, stack, lost }) {
  const query = new URLSearchParams(execution === undefined ? {} : { execution });
  const source = new EventSource(`live?${query}`);
  source.addEventListener("executions", ({ data }) => executions(JSON.parse(data)));
  source.addEventListener("execution", changed);
  source.addEventListener("stack", ({ data }) => stack(JSON.parse(data)));
  source.addEventListener("error", lost);
  return () => source.close();
}
