import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";

/** What happens to a request instead of an answer; `after`: S3 has done what was asked. */
export type Mishap = 503 | 409 | 412 | "silent" | "silent after" | "reset" | "reset after";

/** S3 over HTTP, path style, in this process, in which every request may come to grief. */
export class S3Server {
  public readonly objects = new Map<string, string>();
  public requests = 0;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  /** @param mishap what happens to the next request */
  public constructor(private readonly mishap: (method: string) => Mishap | undefined) {}

  /** Starts listening and gives the address. */
  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests++;
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const mishap = this.mishap(request.method ?? "");
    if (mishap === "silent") return;
    if (mishap === "reset") return void request.socket.destroy();
    if (typeof mishap === "number") return void response.writeHead(mishap).end();
    const { status, text = "", tag } = this.answer(request, Buffer.concat(body).toString("utf8"));
    if (mishap === "silent after") return;
    if (mishap === "reset after") return void request.socket.destroy();
    response.writeHead(status, tag === undefined ? {} : { etag: tag }).end(text);
  }

  private answer({ method, url = "", headers }: IncomingMessage, body: string): Answer {
    const place = decodeURIComponent(new URL(url, "http://s3").pathname.slice(1));
    const existing = this.objects.get(place);
    const tag = existing === undefined ? undefined : tagOf(existing);
    if (existing === undefined && (method === "GET" || headers["if-match"] !== undefined)) {
      return { status: 404, text: "<Error><Code>NoSuchKey</Code></Error>" };
    }
    const fails =
      (headers["if-none-match"] === "*" && existing !== undefined) ||
      (headers["if-match"] !== undefined && headers["if-match"] !== tag);
    if (fails) return { status: 412, text: "<Error><Code>PreconditionFailed</Code></Error>" };
    if (method === "GET") return { status: 200, text: existing ?? "", tag };
    if (method === "PUT") this.objects.set(place, body);
    else this.objects.delete(place);
    return method === "PUT" ? { status: 200, tag: tagOf(body) } : { status: 204 };
  }
}

interface Answer {
  readonly status: number;
  readonly text?: string;
  readonly tag?: string | undefined;
}

function tagOf(text: string): string {
  return `"${createHash("md5").update(text).digest("hex")}"`;
}
