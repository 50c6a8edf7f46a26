import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What an emulator does that has lost its mind; `undefined` ends the connection, a promise never answers. */
type Nonsense = (response: ServerResponse) => void;

const send =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Nonsense =>
  (response) =>
    response.writeHead(status, headers).end(body);

/** The ways in which what answers may not be AWS. */
export const NONSENSE: Readonly<Record<string, Nonsense>> = {
  html: send(200, "<html><body>login</body></html>"),
  garbage: send(200, Buffer.from([0, 255, 27, 60, 110, 111])),
  empty: send(200, ""),
  big: send(200, Buffer.alloc(50_000_000, "x")),
  "status 500": send(500, "<Error><Code>InternalError</Code></Error>"),
  redirect: send(307, "", { location: "http://127.0.0.1:9/" }),
  close: (response) => response.destroy(),
  half: (response) => {
    response.writeHead(200, { "content-length": 100 }).write("<");
  },
  hang: () => undefined,
};

/** An emulator behind which `target` is until so many requests have come, and nonsense from then on. */
export async function brokenEmulator(
  target: string,
  nonsense: Nonsense,
  after: number,
): Promise<{ endpoint: string; close: () => void }> {
  let requests = 0;
  const server = createServer((incoming, response) => {
    const healthy = incoming.url?.startsWith("/_ministack/") === true;
    if (!healthy) requests++;
    if (!healthy && requests > after) {
      incoming.resume();
      return nonsense(response);
    }
    forward(target, incoming, response);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { endpoint: `http://127.0.0.1:${port}`, close };
}

function forward(target: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url } = incoming;
  const outgoing = request(new URL(url ?? "/", target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.once("error", () => response.destroy());
  incoming.pipe(outgoing);
}
