import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  SERVICE_INTEGRATIONS,
  type ServiceIntegration,
  type ServiceIntegrations,
  IntegrationError,
  checkIntegrations,
  integrationPolicies,
  partsOf,
} from "../../../statemachine/integrations/terraform/grants";

const HERE = { partition: "aws", region: "us-east-1", accountId: "000000000000" };

describe("integrationPolicies", () => {
  it("writes one document per integration, statements in the order of the parts' names", () => {
    const policies = integrationPolicies(
      {
        ecs_Sync: {
          iam_PassRole: ["arn:aws:iam::000000000000:role/task"],
          events: true,
          ecs: ["arn:aws:ecs:us-east-1:000000000000:task-definition/t:1"],
          ecs_Wildcard: true,
        },
        glue_Sync: { glue: true },
      },
      HERE,
    );

    assert.deepEqual(policies, {
      ecs_Sync: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "ecsSyncEcs",
            Effect: "Allow",
            Action: ["ecs:RunTask"],
            Resource: ["arn:aws:ecs:us-east-1:000000000000:task-definition/t:1"],
          },
          {
            Sid: "ecsSyncEcsWildcard",
            Effect: "Allow",
            Action: ["ecs:StopTask", "ecs:DescribeTasks"],
            Resource: ["*"],
          },
          {
            Sid: "ecsSyncEvents",
            Effect: "Allow",
            Action: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
            Resource: [
              "arn:aws:events:us-east-1:000000000000:rule/StepFunctionsGetEventsForECSTaskRule",
            ],
          },
          {
            Sid: "ecsSyncIamPassRole",
            Effect: "Allow",
            Action: ["iam:PassRole"],
            Resource: ["arn:aws:iam::000000000000:role/task"],
            Condition: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } },
          },
        ],
      },
      glue_Sync: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "glueSyncGlue",
            Effect: "Allow",
            Action: [
              "glue:StartJobRun",
              "glue:GetJobRun",
              "glue:GetJobRuns",
              "glue:BatchStopJobRun",
            ],
            Resource: ["*"],
          },
        ],
      },
    });
  });

  it("writes the ARNs of the partition, region and account it is for", () => {
    const where = { partition: "aws-cn", region: "cn-north-1", accountId: "111122223333" };
    const policy = integrationPolicies(
      { athena_GetQueryResults: { s3: true }, batch_Sync: { events: true } },
      where,
    );

    const resources = Object.values(policy).flatMap(({ Statement }) =>
      Statement.flatMap(({ Resource }) => Resource),
    );
    assert.deepEqual(resources, [
      "arn:aws-cn:s3:::*",
      "arn:aws-cn:events:cn-north-1:111122223333:rule/StepFunctionsGetEventsForBatchJobsRule",
    ]);
  });

  it("denies everything to a machine without tasks", () => {
    const { no_tasks } = integrationPolicies({ no_tasks: { deny_all: true } }, HERE);

    assert.deepEqual(no_tasks?.Statement, [
      { Sid: "notasksDenyall", Effect: "Deny", Action: ["*"], Resource: ["*"] },
    ]);
  });

  it("grants reading a query's status, unless the original's wrong action is asked for", () => {
    const integrations: ServiceIntegrations = {
      athena_GetQueryExecution: { athena: ["arn:aws:athena:us-east-1:000000000000:workgroup/w"] },
    };
    const actions = (compatible: boolean): unknown =>
      integrationPolicies(integrations, { ...HERE, compatible })["athena_GetQueryExecution"]
        ?.Statement[0]?.Action;

    assert.deepEqual(actions(false), ["athena:getQueryExecution"]);
    assert.deepEqual(actions(true), ["athena:stopQueryExecution"]);
  });

  it("accepts true for the events of the four integrations whose default was misplaced", () => {
    const repaired: ServiceIntegration[] = [
      "batch_Sync",
      "sagemaker_CreateTrainingJob_Sync",
      "emr_TerminateCluster",
      "codebuild_StartBuild_Sync",
    ];
    for (const integration of repaired) {
      const policy = integrationPolicies({ [integration]: { events: true } }, HERE)[integration];
      assert.match(
        [policy?.Statement[0]?.Resource ?? ""].flat()[0] ?? "",
        /:rule\/StepFunctionsGetEvents?For/,
      );
    }
  });

  it("lists every mistake at once, with the nearest names", () => {
    const integrations = {
      lamda: { lambda: ["arn"] },
      ecs_Sync: { ecs: true, iam_passrole: ["arn"], events: [] },
      sqs: {},
      sns: { sns: "arn" },
    } as unknown as ServiceIntegrations;

    assert.throws(
      () => integrationPolicies(integrations, HERE),
      (error: unknown) => {
        assert.ok(error instanceof IntegrationError);
        assert.deepEqual(
          error.problems.map(({ path }) => path),
          ["lamda", "ecs_Sync.ecs", "ecs_Sync.iam_passrole", "ecs_Sync.events", "sqs", "sns.sns"],
        );
        assert.match(error.message, /unknown integration 'lamda', the nearest are lambda, /);
        assert.match(error.message, /unknown part 'iam_passrole', the nearest are iam_PassRole, /);
        assert.match(error.message, /ecs_Sync.ecs: true stands for default resources/);
        return true;
      },
    );
  });

  it("takes any value for a map of integrations without throwing", () => {
    for (const value of [null, 7, "lambda", [], { __proto__: null }, { constructor: {} }])
      assert.doesNotThrow(() => checkIntegrations(value));
    assert.equal(checkIntegrations({ constructor: {}, toString: {} }).length, 2);
  });
});

describe("ServiceIntegrations", () => {
  it("admits the names of the catalogue only", () => {
    const right: ServiceIntegrations = { ecs_Sync: { ecs: ["arn"], events: true } };
    // @ts-expect-error no integration of that name
    const integration: ServiceIntegrations = { ecs_sync: { ecs: ["arn"] } };
    // @ts-expect-error no part of that name
    const part: ServiceIntegrations = { ecs_Sync: { lambda: ["arn"] } };
    // @ts-expect-error true or a list
    const value: ServiceIntegrations = { ecs_Sync: { ecs: "arn" } };

    assert.deepEqual(checkIntegrations(right), []);
    for (const wrong of [integration, part, value])
      assert.equal(checkIntegrations(wrong).length, 1);
  });
});

describe("the catalogue", () => {
  const published = JSON.parse(
    readFileSync(path.join(__dirname, "..", "fixtures", "terraform-grants.json"), "utf8"),
  ) as Record<string, Record<string, unknown>>;

  it("has the integrations and parts of the module it replaces", () => {
    assert.deepEqual(
      Object.fromEntries(
        SERVICE_INTEGRATIONS.map((name) => [name, Object.keys(partsOf(name)).sort()]),
      ),
      Object.fromEntries(
        Object.entries(published).map(([name, parts]) => [name, Object.keys(parts).sort()]),
      ),
    );
  });

  it("grants what that module grants, but for the one wrong action", () => {
    for (const integration of SERVICE_INTEGRATIONS)
      for (const [part, entry] of Object.entries(partsOf(integration))) {
        const { originalActions, ...rest } = entry;
        const original = originalActions ? { ...rest, actions: originalActions } : rest;
        const text = JSON.stringify(original).replaceAll("arn:<partition>:", "arn:aws:");
        assert.deepEqual(JSON.parse(text), published[integration]?.[part]);
      }
  });
});
