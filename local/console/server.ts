import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { reasonOf } from "../../engine/aws";
import { isRecord, jsonIn, own } from "../../statemachine/json";
import { HOST } from "../emulator/process";
import { ANSWERS } from "./answers";
import { Executions } from "./executions";
import { pathOf, Refusal, urlOf } from "./guard";
import { Live } from "./live";
import type { Source } from "./stack-facts";

/** A console in the browser. */
export interface Console {
  readonly url: string;
  /** Shows a stack from now on. */
  readonly show: (source: Source) => void;
  readonly stop: () => void;
}

/** The page may use what it is made of, and ask this server; no other address, and no script inside the page. */
const HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
} as const;

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The most that a page may send: AWS takes an input of 256 KiB, which JSON text may make some longer. */
const MOST_BYTES = 2 ** 21;

const PAGE = path.join(__dirname, "page");

/** Starts a console on a free port of the loopback interface. It shows nothing until it is told what. */
export async function startConsole(): Promise<Console> {
  const files = new Set(readdirSync(PAGE).filter((name) => path.extname(name) in TYPES));
  let shown: { source: Source; executions: Executions } | undefined;
  const live = new Live(() => shown?.executions);
  const token = randomBytes(18).toString("base64url");

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams: query } = pathOf(request, { port: addressOf().port, token });
    const name = pathname.slice(1) || "index.html";
    if (request.method === "GET" && files.has(name)) {
      response.setHeader("Content-Type", String(TYPES[path.extname(name)]));
      response.end(readFileSync(path.join(PAGE, name)));
      return;
    }
    if (request.method === "GET" && name === "live") {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders();
      live.add(response, query.get("execution") ?? undefined);
      return;
    }
    if (shown === undefined) throw new Refusal(503, "The stack is not there yet.");
    const get = request.method === "GET" ? own(ANSWERS, name) : undefined;
    if (get) return send(response, 200, await get({ ...shown, query }));
    if (request.method !== "POST" || name !== "start") throw new Refusal(404, `no ${name} here`);
    const { machine, input } = await bodyOf(request);
    send(response, 200, { execution: await shown.executions.start(machine, input) });
  };

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    answer(request, response).catch((error: unknown) => {
      const status = error instanceof Refusal ? error.status : 502;
      if (!response.headersSent) send(response, status, { error: reasonOf(error) });
    });
  });
  const addressOf = (): AddressInfo => server.address() as AddressInfo;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, HOST, resolve);
  });
  return {
    url: urlOf({ port: addressOf().port, token }),
    show: (source) => {
      const isOther = shown?.source.clients !== source.clients;
      const executions = isOther ? new Executions(source.clients.sfn) : shown?.executions;
      shown = { source, executions: executions as Executions };
      live.stackChanged();
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(value));
}

/** What a page sends to start an execution. */
async function bodyOf(request: IncomingMessage): Promise<{ machine: string; input: string }> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk as string;
    if (text.length > MOST_BYTES) throw new Refusal(413, `more than ${MOST_BYTES} bytes of input`);
  }
  const body = jsonIn(text);
  const { machine, input } = isRecord(body) ? body : {};
  if (typeof machine === "string" && typeof input === "string" && jsonIn(input) !== undefined) {
    return { machine, input };
  }
  throw new Refusal(400, "Send JSON with machine, an ARN, and input, a text of JSON.");
}
