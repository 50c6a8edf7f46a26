import type { IncomingMessage } from "node:http";
import { HOST } from "../emulator/process";

/** Where a console is to be found. */
export interface Address {
  readonly port: number;
  /** The first folder of every path: whoever does not have the address cannot guess it. */
  readonly token: string;
}

/** An answer that is not what was asked for. */
export class Refusal extends Error {
  public constructor(
    public readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export function urlOf({ port, token }: Address): string {
  return `http://${HOST}:${port}/${token}/`;
}

/**
 * The path of a request below the console's address. The names in Host and Origin have to be its own: a page of another
 * site that had its name lead to this machine (DNS rebinding) brings that name along, and is refused.
 *
 * @throws Refusal for a request that does not come from the console's own page
 */
export function pathOf(
  { method = "", headers, url = "" }: Pick<IncomingMessage, "method" | "headers" | "url">,
  { port, token }: Address,
): URL {
  const hosts = [`${HOST}:${port}`, `localhost:${port}`];
  const { host = "", origin } = headers;
  if (!hosts.includes(host)) throw new Refusal(403, "This is the console of another host.");
  const isOwn = origin === `http://${host}`;
  if (origin !== undefined && !isOwn) throw new Refusal(403, "Only the console's page may ask.");
  if (!["GET", "POST"].includes(method)) throw new Refusal(405, `${method} is not used here.`);
  const isJson = headers["content-type"] === "application/json";
  if (method === "POST" && !(isOwn && isJson)) {
    throw new Refusal(403, "Only the console's page may start executions.");
  }
  if (!url.startsWith(`/${token}/`)) {
    throw new Refusal(403, "Open the address that npm run local has printed, with its last part.");
  }
  return new URL(url.slice(token.length + 1), "http://console");
}
