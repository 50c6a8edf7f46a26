import { regional, type Output, type OutputContext, type OutputRow } from "./row";
import shapes from "./shapes.json";

const CREATED = "1970-01-01T00:00:00Z";

const invokeArn = (target: string): string =>
  `arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/${target}/invocations`;

/** An input that the provider makes up when it is left out. */
const orGenerated =
  (input: string): Output =>
  ({ inputs, environment: { random } }) =>
    inputs[input] ?? `terraform-${random(26)}`;

/** The name of the machine to whose version an alias leads. */
const machineOfRoute: Output = ({ inputs }) => {
  const [route] = (inputs["routingConfigurations"] ?? []) as { stateMachineVersionArn?: string }[];
  return route?.stateMachineVersionArn?.split(":")[6];
};

/** The bus of a rule that is only read: its id stands for its name then, and begins with that of a bus of one's own. */
const busInId = ({ fill }: Pick<OutputContext, "fill">): string | undefined =>
  /^(.+)\/[^/]+$/.exec(fill("{name}"))?.[1];

/** A rule's name as its id and its ARN have it. */
const ofBus = (bus: string, name: string): string => (bus === "default" ? name : `${bus}/${name}`);

/**
 * The id formats and ARNs of version 7 of the AWS provider: one row for each type that the project uses, in shapes.json where
 * templates say all.
 */
export const OUTPUT_TABLE: Readonly<Record<string, OutputRow>> = {
  ...(shapes as Readonly<Record<string, OutputRow>>),
  "aws:apigatewayv2/api:Api": {
    outputs: {
      id: "{uuid}",
      arn: "arn:{partition}:apigateway:{region}::/apis/{id}",
      apiEndpoint: ({ inputs: { protocolType }, fill }) =>
        fill(
          `${protocolType === "WEBSOCKET" ? "wss" : "https"}://{id}.execute-api.{region}.{dnsSuffix}`,
        ),
      executionArn: regional("execute-api", "{id}"),
    },
  },
  "aws:apigatewayv2/stage:Stage": {
    parts: { path: ({ fill }) => fill("{name}").replace(/^\$default$/, "") },
    outputs: {
      id: "{name}",
      arn: "arn:{partition}:apigateway:{region}::/apis/{apiId}/stages/{name}",
      executionArn: regional("execute-api", "{apiId}/{name}"),
      invokeUrl: "https://{apiId}.execute-api.{region}.{dnsSuffix}/{path}",
    },
  },
  "aws:cloudwatch/eventRule:EventRule": {
    named: "name",
    parts: {
      own: "{name/}",
      bus: ({ inputs: { eventBusName }, fill }) =>
        eventBusName === undefined ? (busInId({ fill }) ?? "default") : fill("{eventBusName}"),
      path: ({ fill }) => ofBus(fill("{bus}").replace(/^arn:.*:event-bus\//, ""), fill("{own}")),
    },
    outputs: {
      id: ({ fill }) => ofBus(fill("{bus}"), fill("{own}")),
      eventBusName: busInId,
      name: "{own}",
      arn: regional("events", "rule/{path}"),
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    outputs: { targetId: orGenerated("targetId"), id: "{rule}-{targetId}" },
  },
  "aws:dynamodb/table:Table": {
    named: "name",
    outputs: {
      id: "{name}",
      name: "{name}",
      arn: regional("dynamodb", "table/{name}"),
      streamArn: ({ inputs, fill }) =>
        inputs["streamEnabled"] === true ? fill("{arn}/stream/1970-01-01T00:00:00.000") : undefined,
    },
    unknown: ["streamLabel"],
  },
  "aws:lambda/alias:Alias": {
    parts: { function: ({ fill }) => fill("{functionName}").split(":function:").pop() },
    outputs: { arn: regional("lambda", "function:{function}:{name}"), id: "{arn}" },
    unknown: ["invokeArn"],
  },
  "aws:lambda/function:Function": {
    named: "name",
    outputs: {
      id: "{name}",
      name: "{name}",
      arn: regional("lambda", "function:{name}"),
      version: ({ inputs }) => (inputs["publish"] === true ? "1" : "$LATEST"),
      qualifiedArn: "{arn}:{version}",
      invokeArn: invokeArn("{arn}"),
      qualifiedInvokeArn: invokeArn("{qualifiedArn}"),
    },
    unknown: [
      "lastModified",
      "responseStreamingInvokeArn",
      "signingJobArn",
      "signingProfileVersionArn",
      "sourceCodeSize",
    ],
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    outputs: {
      id: ({ inputs: { qualifier }, fill }) =>
        fill(qualifier ? "{functionName}:{qualifier}" : "{functionName}"),
    },
  },
  "aws:lambda/permission:Permission": {
    outputs: { statementId: orGenerated("statementId"), id: "{statementId}" },
  },
  "aws:sfn/alias:Alias": {
    parts: { machine: machineOfRoute },
    outputs: {
      arn: regional("states", "stateMachine:{machine}:{name}"),
      id: "{arn}",
      creationDate: CREATED,
    },
  },
  "aws:sfn/stateMachine:StateMachine": {
    named: "name",
    outputs: {
      arn: regional("states", "stateMachine:{name}"),
      id: "{arn}",
      name: "{name}",
      status: "ACTIVE",
      creationDate: CREATED,
      revisionId: "{uuid}",
      stateMachineVersionArn: ({ inputs, fill }) =>
        inputs["publish"] === true ? fill("{arn}:1") : undefined,
    },
    unknown: ["description", "versionDescription"],
  },
  "aws:ssm/parameter:Parameter": {
    named: "name",
    parts: { path: ({ fill }) => fill("{name}").replace(/^\//, "") },
    outputs: { id: "{name}", arn: regional("ssm", "parameter/{path}"), version: 1 },
    unknown: ["hasValueWo"],
  },
  "random:index/randomString:RandomString": {
    outputs: {
      id: ({ inputs, environment: { random } }) => random(Number(inputs["length"])),
      result: "{id}",
    },
  },
};
