import { ANY, type RequiredPermission, requires, together } from "../required-permission";
import type { IntegrationCall } from "../call";
import type { NamedResources } from "../template";
import {
  arnOr,
  executionsOf,
  functionForms,
  queueArn,
  unqualifiedMachine,
} from "../../iam/resource-arns";
import { parseArn, regionalArn } from "../../iam/arn";
import { siblingProperty, isUnresolved } from "../../iam/unresolved";

/** Resources of functions, topics, queues, buses and executions. */
export const MESSAGING: NamedResources = {
  /** The function that a call names, whatever version or alias it asks for. */
  function: (call) => call.on("FunctionName", (name) => functionForms(name, call.context)),
  queue: (call) => call.on("QueueUrl", (url) => queueArn(url, call.context)),
  /** A text message to a telephone has no topic: IAM knows no resource for it. */
  topic: (call) =>
    call.has("PhoneNumber") ? ANY : call.arnIn(call.has("TargetArn") ? "TargetArn" : "TopicArn"),
  /** The buses of all entries of a PutEvents call. */
  eventBuses: (call) => {
    const entries = call.items("Entries");
    if (!entries || entries.length === 0)
      return { unknown: "Entries, which name the event buses, are only known when the task runs" };
    const bus = (name: string): string =>
      arnOr(name, (plain) => call.arn("events", `event-bus/${plain}`), "name");
    return together(entries.map((entry) => call.on([...entry, "EventBusName"], bus, "default")));
  },
  /** Those of the machine that the call starts. */
  executions: (call) => {
    const machine = call.arnIn("StateMachineArn");
    if ("unknown" in machine) return machine;
    return [executionsOf(unqualifiedMachine(machine[0] ?? "").arn, call.context)];
  },
};

/** An API that asks for no IAM authorisation needs no permission. */
export function invokeApi(call: IntegrationCall): RequiredPermission[] {
  const auth = call.value("AuthType");
  if (auth.is === "missing" || (auth.is === "text" && auth.text === "NO_AUTH")) return [];
  const resources = together([
    call.on("ApiEndpoint", (endpoint) => apiId(endpoint) ?? []),
    call.on("Stage", (stage) => stage, "$default"),
    call.on("Method", (method) => method),
    call.onNew("Path", (path) => path.replace(/^\//, ""), ""),
  ]);
  // Writing to the clients of a WebSocket API is another right than calling an API.
  const path = call.value("Path");
  const toClients = "text" in path && /^\/?@connections(\/|$)/.test(path.text);
  const action = toClients ? "execute-api:ManageConnections" : "execute-api:Invoke";
  if ("unknown" in resources) return [requires(action, resources)];
  return resources.length === 4
    ? [requires(action, [call.arn("execute-api", resources.join("/"))])]
    : [requires(action, { unknown: "ApiEndpoint is not the address that AWS gives an API" })];
}

/** The id in `<id>.execute-api.<region>.amazonaws.com`; a domain of one's own does not say it. */
function apiId(endpoint: string): string | undefined {
  if (isUnresolved(endpoint)) return siblingProperty(endpoint, "Id");
  return /^(?:https:\/\/)?([^./]+)\.execute-api\./.exec(endpoint)?.[1];
}

/** Source: "Authorization for versions and aliases": the resource is the machine, the qualifier a condition. */
export function startExecution(call: IntegrationCall): RequiredPermission[] {
  const machine = call.arnIn("StateMachineArn");
  if ("unknown" in machine) return [requires("states:StartExecution", machine)];
  const { arn, qualifier } = unqualifiedMachine(machine[0] ?? "");
  const condition = qualifier
    ? { "ForAnyValue:StringEquals": { "states:StateMachineQualifier": qualifier } }
    : undefined;
  return [requires("states:StartExecution", [arn], condition)];
}

/** Source: "Call HTTPS APIs in Step Functions workflows", IAM permissions to run an HTTP Task. */
export function invokeHttp(call: IntegrationCall): RequiredPermission[] {
  const method = call.value("Method");
  const endpoint = call.value("ApiEndpoint");
  // The host must be known: without it the connection's credentials could be sent anywhere.
  const whole = endpoint.is === "text";
  const host = endpoint.is === "beginning" && /^https?:\/\/[^/*?]+\/[^*?]*$/.test(endpoint.text);
  const known = method.is === "text" && (whole || host) && "text" in endpoint;
  const invoke = known
    ? requires("states:InvokeHTTPEndpoint", [call.context.machineArn], {
        StringEquals: {
          "states:HTTPMethod": method.text,
          ...(whole ? { "states:HTTPEndpoint": endpoint.text } : {}),
        },
        ...(whole ? {} : { StringLike: { "states:HTTPEndpoint": `${endpoint.text}*` } }),
      })
    : requires("states:InvokeHTTPEndpoint", {
        unknown: "ApiEndpoint or Method is only known when the task runs",
      });
  const field = call.has("Authentication") ? "Authentication" : "InvocationConfig";
  const connection = call.arnIn(field, "ConnectionArn");
  return [
    invoke,
    requires("events:RetrieveConnectionCredentials", connection),
    requires(
      ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      "unknown" in connection ? connection : [connectionSecret(connection[0] ?? "", call)],
    ),
  ];
}

/** A connection `connection/<name>/<id>` keeps its secret under `events!connection/<name>/`. */
function connectionSecret(connection: string, call: IntegrationCall): string {
  const known = parseArn(connection);
  const name = known?.resource.split("/")[1] ?? siblingProperty(connection, "Name");
  const secret = `secret:events!connection/${name}/*`;
  return regionalArn(known ?? call.context, "secretsmanager", secret);
}
