import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { SFN } from "@aws-sdk/client-sfn";

/** An error as AWS's services answer it. */
export class AwsError extends Error {
  public constructor(
    public override readonly name: string,
    message = "said by the test",
    public readonly status = 400,
  ) {
    super(message);
  }
}

/** Answers to the operations of AWS, by name. Dates are sent as AWS sends them. `undefined` is never answered. */
export type Operations = Readonly<Record<string, (input: never) => object | undefined>>;

/** A service on this machine that speaks AWS's protocols, so that the real clients wait, retry and page. */
export interface FakeAws {
  readonly endpoint: string;
  /** The operations that were asked for, in order. */
  readonly calls: string[];
  readonly close: () => void;
}

export async function fakeAws(operations: Operations): Promise<FakeAws> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const { operation, input } = asked(request, body);
      calls.push(operation);
      const type = { "content-type": "application/x-amz-json-1.0" };
      try {
        const work = operations[operation];
        if (work === undefined) throw new AwsError("UnknownOperationException", operation);
        const answer = work(input as never);
        if (answer === undefined) return;
        const isXml = operation === "GetCallerIdentity";
        response.writeHead(200, isXml ? { "content-type": "text/xml" } : type);
        response.end(isXml ? identityXml(answer) : JSON.stringify(answer, seconds));
      } catch (error) {
        const { name, message, status = 500 } = error as AwsError;
        response.writeHead(status, { ...type, "x-amzn-errortype": name });
        response.end(JSON.stringify({ __type: name, message }));
      }
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, close };
}

/** A client that asks no network: for very many requests. */
export function fakeClient(operations: Operations): { client: SFN; calls: string[] } {
  const calls: string[] = [];
  const client = new SFN({ region: "eu-west-1" });
  client.send = async (command: { constructor: { name: string }; input: unknown }) => {
    const operation = command.constructor.name.replace(/Command$/, "");
    calls.push(operation);
    return operations[operation]?.(command.input as never);
  };
  return { client, calls };
}

/** The operations, of which AWS throttles each so many-th request. */
export function throttled(every: number, operations: Operations): Operations {
  let requests = 0;
  return Object.fromEntries(
    Object.entries(operations).map(([name, work]) => [
      name,
      (input: never) => {
        if (++requests % every === 0) throw new AwsError("ThrottlingException", "Rate exceeded");
        return work(input);
      },
    ]),
  );
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** By the target of JSON protocols, or the path of Lambda's. */
function asked(request: IncomingMessage, body: string): { operation: string; input: unknown } {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    return { operation: target.split(".")[1] ?? "", input: JSON.parse(body || "{}") };
  }
  // STS speaks another protocol.
  if (body.startsWith("Action=GetCallerIdentity")) {
    return { operation: "GetCallerIdentity", input: {} };
  }
  const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/configuration/.exec(request.url ?? "") ?? [];
  return { operation: "GetFunctionConfiguration", input: { FunctionName: name } };
}

function identityXml(identity: object): string {
  const fields = Object.entries(identity).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<GetCallerIdentityResponse><GetCallerIdentityResult>${fields.join("")}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
}

function seconds(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const date = this[key];
  return date instanceof Date ? date.getTime() / 1000 : value;
}
