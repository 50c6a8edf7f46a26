// The bootstrap of functions in Node.js: takes each event from the Lambda runtime API, calls the handler with the contract
// of AWS's own runtime, and sends back its result or its error by name.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
const { existsSync } = require("node:fs");
const { request } = require("node:http");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const API = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const ROOT = process.env.LAMBDA_TASK_ROOT;

function call(method, url, body) {
  return new Promise((resolve, reject) => {
    const sent = request(`${API}/${url}`, { method, agent: false }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ headers: response.headers, text: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** An error that AWS's runtime reports by a name of its own. */
function runtimeError(name, message) {
  return Object.assign(new Error(message), { name: `Runtime.${name}` });
}

/** As AWS's runtime writes errors. */
function errorPayload(error) {
  if (!(error instanceof Error) && Object.prototype.toString.call(error) !== "[object Error]") {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  const { name, message, stack } = error;
  return { errorType: name, errorMessage: message, trace: String(stack ?? "").split("\n") };
}

async function loadHandler() {
  const [, file, name] = /^(.*?)\.([^/\\]*)$/.exec(process.env._HANDLER.replace(/^\.\//, "")) ?? [];
  if (name === undefined) throw runtimeError("MalformedHandlerName", "Bad handler");
  const [base, ...names] = [path.join(ROOT, `${file}`), ...name.split(".")];
  const found = ["", ".js", ".mjs", ".cjs"]
    .map((ending) => base + ending)
    .find((each) => existsSync(each));
  if (found === undefined) {
    throw runtimeError("ImportModuleError", `Error: Cannot find module '${file}'`);
  }
  let module;
  try {
    module = found.endsWith(".mjs") ? await import(pathToFileURL(found).href) : await load(found);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw runtimeError("UserCodeSyntaxError", `SyntaxError: ${error.message}`);
    const missing = ["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND"].includes(error?.code);
    throw missing ? runtimeError("ImportModuleError", `Error: ${error.message}`) : error;
  }
  const handler =
    names.reduce((part, each) => part?.[each], module) ??
    names.reduce((part, each) => part?.[each], module.default);
  if (typeof handler === "function") return handler;
  throw runtimeError("HandlerNotFound", `${process.env._HANDLER} is undefined or not exported`);
}

/** A .js file is what the nearest package.json says. */
async function load(file) {
  try {
    return require(file);
  } catch (error) {
    if (error?.code !== "ERR_REQUIRE_ESM") throw error;
    return import(pathToFileURL(file).href);
  }
}

function contextOf(headers, finish) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const { env } = process;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME ?? `/aws/lambda/${env.AWS_LAMBDA_FUNCTION_NAME}`,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    clientContext: undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
    done: finish,
    succeed: (result) => finish(null, result),
    fail: (error) => finish(error ?? "handled"),
  };
}

/** The handler's answer: by promise, or by callback, which waits until nothing else is under way unless it is told not to. */
function invoke(handler, event, headers) {
  return new Promise((resolve, reject) => {
    const finish = (error, result) => {
      const end = () => (error ? reject(error) : resolve(result));
      if (context.callbackWaitsForEmptyEventLoop) process.once("beforeExit", end);
      else setImmediate(end);
    };
    const context = contextOf(headers, finish);
    const answer = handler(event, context, finish);
    if (typeof answer?.then === "function") answer.then(resolve, reject);
    else if (handler.length < 3) resolve(answer);
  });
}

/** The emulator, which gives its id, ends its functions; when it is killed itself, nobody else does. */
function endWithParent() {
  const parent = Number(process.argv[2]);
  setInterval(() => process.ppid === parent || process.exit(1), 500).unref();
}

async function main() {
  endWithParent();
  let handler;
  let broken;
  try {
    handler = await loadHandler();
  } catch (error) {
    broken = error;
  }
  for (;;) {
    const { headers, text } = await call("GET", "invocation/next");
    const id = headers["lambda-runtime-aws-request-id"];
    process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"] ?? "";
    const fail = async (error) => {
      console.error(error);
      await call("POST", `invocation/${id}/error`, JSON.stringify(errorPayload(error)));
    };
    // One that nobody awaits ends the environment, as on AWS.
    const crash = (name) => (error) => {
      const known = error instanceof Error && name === undefined;
      void fail(known ? error : runtimeError(name, String(error?.message ?? error))).then(() =>
        process.exit(128),
      );
    };
    const listeners = {
      uncaughtException: crash(),
      unhandledRejection: crash("UnhandledPromiseRejection"),
    };
    for (const [event, listener] of Object.entries(listeners)) process.once(event, listener);
    try {
      if (broken !== undefined) throw broken;
      const result = await invoke(handler, JSON.parse(text), headers);
      await call("POST", `invocation/${id}/response`, JSON.stringify(result) ?? "null");
    } catch (error) {
      await fail(error);
    }
    for (const [event, listener] of Object.entries(listeners)) process.off(event, listener);
  }
}

void main();
