import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as pulumi from "@pulumi/pulumi";
import { withDefaults } from "../shared/arguments/args";
import { decryption } from "../stepfunction/grants";
import { notedTarget } from "../shared/access/encrypted-target";
import { createLogGroup } from "../shared/log-group";
import { named } from "../shared/tags";
import { type HttpSource } from "./args";
import { type CreatedTrigger, HTTP_DEFAULTS, type TriggerContext } from "./resolve";
import { type Access, createStartRole } from "./role";

/** What an access log says of a request (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html). */
const LOG_FIELDS = "requestId requestTime ip routeKey status integrationErrorMessage".split(" ");

/** Creates an HTTP API with one route. An Express workflow answers the request with its result. */
export function createApi(context: TriggerContext, source: HttpSource): CreatedTrigger {
  const { name, args, kmsKeyArn, parent } = context;
  const { route, idempotencyHeader, ...settings } = withDefaults(source, HTTP_DEFAULTS);
  const role = createStartRole(
    context,
    "apigateway.amazonaws.com",
    resultAccess(args),
    args.express,
  );
  const tags = named(args.baseTags, args.triggerName);
  const description = "Starts a workflow at requests";
  const api = new apigatewayv2.Api(
    name,
    { name: args.triggerName, description, protocolType: "HTTP", tags },
    { parent },
  );
  const integration = new apigatewayv2.Integration(
    name,
    {
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationSubtype: `StepFunctions-Start${args.express ? "Sync" : ""}Execution`,
      payloadFormatVersion: "1.0",
      credentialsArn: role.arn,
      requestParameters: {
        StateMachineArn: args.stateMachine.aliasArn,
        Input: "$request.body",
        ...(idempotencyHeader ? { Name: `$request.header.${idempotencyHeader}` } : {}),
      },
    },
    { parent, dependsOn: role.ready },
  );
  new apigatewayv2.Route(
    name,
    {
      apiId: api.id,
      routeKey: route,
      target: pulumi.interpolate`integrations/${integration.id}`,
      ...authorizationOf(context, api, settings.authorization),
    },
    { parent },
  );
  const logGroupName = `/aws/vendedlogs/apis/${args.triggerName}`;
  const logs = createLogGroup(context, logGroupName, settings.logRetentionInDays, kmsKeyArn);
  const format = Object.fromEntries(LOG_FIELDS.map((field) => [field, `$context.${field}`]));
  const stage = new apigatewayv2.Stage(
    name,
    {
      apiId: api.id,
      name: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: logs.arn, format: JSON.stringify(format) },
      defaultRouteSettings: {
        throttlingRateLimit: settings.requestsPerSecond,
        throttlingBurstLimit: 2 * settings.requestsPerSecond,
      },
      tags,
    },
    { parent },
  );
  return { arn: api.arn, url: stage.invokeUrl };
}

/** Who waits for an Express execution reads its result, and decrypts it where the machine has a key. */
function resultAccess({ express, stateMachine }: TriggerContext["args"]): Access {
  const noted = pulumi.Resource.isInstance(stateMachine) ? notedTarget(stateMachine) : undefined;
  if (!express || noted?.kmsKeyArn === undefined) return [];
  return pulumi
    .all([noted.kmsKeyArn, noted.arn])
    .apply(([key, arn]) => (key === undefined ? [] : [decryption(key, arn)]));
}

function authorizationOf(
  { name, args, parent }: TriggerContext,
  api: apigatewayv2.Api,
  authorization: NonNullable<HttpSource["authorization"]>,
): Pick<apigatewayv2.RouteArgs, "authorizationType" | "authorizerId"> {
  if (authorization === "iam") return { authorizationType: "AWS_IAM" };
  if (authorization === "none") return { authorizationType: "NONE" };
  const { issuer, audience } = authorization;
  const authorizer = new apigatewayv2.Authorizer(
    name,
    {
      apiId: api.id,
      name: args.triggerName,
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { issuer, audiences: [...audience] },
    },
    { parent },
  );
  return { authorizationType: "JWT", authorizerId: authorizer.id };
}
