import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** One call that was made: the operation, and what was asked. */
export interface Call {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What a service answers: the output, or an error with AWS's code. */
export type Answer = object | { readonly error: string; readonly message: string };

/** The settings of a client that reaches a service on this machine. */
interface FakeClient {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A service of AWS's JSON protocol on this machine that answers from a function, and notes what it was asked. */
export class FakeAws {
  public readonly calls: Call[] = [];
  readonly #server;

  private constructor(answer: (call: Call, at: number) => Answer) {
    this.#server = createServer((request, response) => {
      void read(request).then((call) => {
        const found = answer(call, this.calls.push(call) - 1);
        const isError = "error" in found;
        response.statusCode = isError ? 400 : 200;
        response.setHeader("content-type", "application/x-amz-json-1.0");
        response.end(
          JSON.stringify(isError ? { __type: found.error, message: found.message } : found),
        );
      });
    });
  }

  /** Runs `use` with the service, and ends it. */
  public static async run<T>(
    answer: (call: Call, at: number) => Answer,
    use: (service: FakeAws) => Promise<T>,
  ): Promise<T> {
    const service = new FakeAws(answer);
    await new Promise<void>((ready) => service.#server.listen(0, "127.0.0.1", ready));
    try {
      return await use(service);
    } finally {
      service.#server.closeAllConnections();
      service.#server.close();
    }
  }

  /** The settings with which a client of the SDK reaches it. */
  public get client(): FakeClient {
    const { port } = this.#server.address() as AddressInfo;
    return {
      endpoint: `http://127.0.0.1:${port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    };
  }

  /** The operations that were called, in their order. */
  public get operations(): string[] {
    return this.calls.map(({ operation }) => operation);
  }
}

async function read(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const operation = String(request.headers["x-amz-target"]).split(".").pop() ?? "";
  const text = Buffer.concat(chunks).toString();
  return { operation, input: JSON.parse(text || "{}") as Call["input"] };
}
