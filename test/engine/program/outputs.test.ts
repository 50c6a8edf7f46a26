import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as cognito from "@pulumi/aws/cognito";
import * as ec2 from "@pulumi/aws/ec2";
import * as ecr from "@pulumi/aws/ecr";
import * as ecs from "@pulumi/aws/ecs";
import * as iam from "@pulumi/aws/iam";
import * as lb from "@pulumi/aws/lb";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as sfn from "@pulumi/aws/sfn";
import * as sns from "@pulumi/aws/sns";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { runProgram, UNKNOWN } from "../../../engine/program";
import { knowsOutput, OTHER_TYPES, OUTPUT_TABLE } from "../../../engine/program/outputs";

/** What a class of the provider has: its arguments, and what it gives besides. */
function membersOf(type: string): { inputs: string[]; outputs: string[] } {
  const [, module = ""] = type.split(":");
  const source = readFileSync(require.resolve(`@pulumi/aws/${module}`), "utf8");
  const found = [...source.matchAll(/resourceInputs\["(\w+)"\] = (args|undefined \/\*out)/g)];
  const named = (from: string): string[] =>
    [...new Set(found.filter(([, , right]) => right === from).map(([, name = ""]) => name))].filter(
      (name) => name !== "tagsAll",
    );
  const inputs = named("args");
  return { inputs, outputs: named("undefined /*out").filter((name) => !inputs.includes(name)) };
}

const isAws = ([type]: [string, unknown]): boolean => type.startsWith("aws:");

describe("the outputs of resource types", () => {
  it("are all told, or said to be unknown", () => {
    const missing = Object.entries(OUTPUT_TABLE)
      .filter(isAws)
      .flatMap(([type, { outputs }]) =>
        membersOf(type)
          .outputs.filter((name) => !(name in outputs) && knowsOutput(type, name))
          .map((name) => `${type} ${name}`),
      );
    assert.deepEqual(missing, []);
  });

  it("are members of their class, made of its arguments", () => {
    const environment = ["partition", "dnsSuffix", "region", "accountId", "uuid", "made"];
    const strange = Object.entries({ ...OUTPUT_TABLE, ...OTHER_TYPES })
      .filter(isAws)
      .flatMap(([type, { named = "region", parts = {}, outputs, unknown = [] }]) => {
        const members = membersOf(type);
        const all = [...members.inputs, ...members.outputs, "id"];
        const templates = Object.values({ ...parts, ...outputs }).filter(
          (output) => typeof output === "string",
        );
        const used = templates.flatMap((text) => [...text.matchAll(/\{(\w+)/g)]);
        const usable = [...all, ...Object.keys(parts), ...environment];
        return [
          ...[...Object.keys(outputs), ...unknown].filter((name) => !all.includes(name)),
          ...used.map(([, name = ""]) => name).filter((name) => !usable.includes(name)),
          ...[named].filter((name) => !members.inputs.includes(name) && name !== "region"),
        ].map((name) => `${type} ${name}`);
      });
    assert.deepEqual(strange, []);
  });

  it("have AWS's forms, also for types that this project does not use", async () => {
    const document = await runProgram({
      stack: "test",
      config: { "aws:region": "eu-west-1" },
      program: () => {
        const bus = new cloudwatch.EventBus("orders", { name: "orders" });
        const cluster = new ecs.Cluster("main", {});
        const service = new ecs.Service("web", { name: "web", cluster: cluster.arn });
        const balancer = new lb.LoadBalancer("lb", { name: "lb", loadBalancerType: "network" });
        const listener = new lb.Listener("http", {
          loadBalancerArn: balancer.arn,
          defaultActions: [],
        });
        const issuer = new iam.OpenIdConnectProvider("oidc", {
          url: "https://example.com/id/1",
          clientIdLists: [],
        });
        const api = new apigatewayv2.Api("api", { protocolType: "WEBSOCKET" });
        const stage = new apigatewayv2.Stage("live", { apiId: api.id, name: "live" });
        return {
          rule: new cloudwatch.EventRule("late", { name: "late", eventBusName: bus.arn }).arn,
          bus: bus.arn,
          activity: new sfn.Activity("step", { name: "step" }).id,
          cluster: cluster.name,
          service: service.id,
          listener: listener.arn,
          issuer: issuer.arn,
          secret: new secretsmanager.Secret("s", { name: "s" }).arn,
          group: new ec2.SecurityGroup("sg", {}).arn,
          repository: new ecr.Repository("r", { name: "r" }).repositoryUrl,
          pool: new cognito.UserPool("pool", {}).endpoint,
          socket: api.apiEndpoint,
          stage: stage.invokeUrl,
          execution: stage.executionArn,
          alarm: new cloudwatch.MetricAlarm("alarm", {
            comparisonOperator: "GreaterThanThreshold",
            evaluationPeriods: 1,
          }).name,
          queue: sqs.Queue.get("q", "https://sqs.eu-west-1.amazonaws.com/1/q").name,
          read: ecs.Cluster.get("c", "arn:aws:ecs:eu-west-1:1:cluster/c").name,
          balancer: lb.LoadBalancer.get(
            "l",
            "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/l/5",
          ).name,
          secretName: secretsmanager.Secret.get(
            "n",
            "arn:aws:secretsmanager:eu-west-1:1:secret:n-AbCdEf",
          ).name,
          topic: sns.Topic.get("t", "arn:aws:sns:eu-west-1:1:t").name,
          version: secretsmanager.SecretVersion.get("v", "secret|2").versionId,
        };
      },
    });

    const arn = (service: string, resource: string): string =>
      `arn:aws:${service}:eu-west-1:000000000000:${resource}`;
    assert.deepEqual(document.outputs, {
      rule: arn("events", "rule/orders/late"),
      bus: arn("events", "event-bus/orders"),
      activity: arn("states", "activity:step"),
      cluster: "main-xxxxxxx",
      service: arn("ecs", "service/main-xxxxxxx/web"),
      listener: arn("elasticloadbalancing", "listener/net/lb/lb-loadBalancer-lb/lb-listener-http"),
      issuer: "arn:aws:iam::000000000000:oidc-provider/example.com/id/1",
      secret: arn("secretsmanager", "secret:s-xxxxxx"),
      group: arn("ec2", "security-group/ec2-securityGroup-sg"),
      repository: "000000000000.dkr.ecr.eu-west-1.amazonaws.com/r",
      pool: "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_cognito-userPool-pool",
      socket: "wss://UUID.execute-api.eu-west-1.amazonaws.com",
      stage: "https://UUID.execute-api.eu-west-1.amazonaws.com/live",
      execution: arn("execute-api", "UUID/live"),
      alarm: "alarm-xxxxxxx",
      queue: "q",
      read: "c",
      balancer: UNKNOWN,
      secretName: UNKNOWN,
      topic: "t",
      version: "2",
    });
  });

  it("that nothing here can tell are unknown, also of a known type", async () => {
    const document = await runProgram({
      stack: "test",
      program: () => {
        const topic = new sns.Topic("orders", {});
        return {
          since: pulumi.interpolate`since ${topic.beginningArchiveTime}`,
          display: pulumi.interpolate`as ${topic.displayName}`,
        };
      },
    });
    assert.deepEqual(document.outputs, { since: UNKNOWN, display: "as undefined" });
    assert.equal(document.notKnown, undefined);
  });
});
