import assert from "node:assert/strict";
import { alarmsOf, ALARMS, type AlarmChoice } from "../../components/monitoring/alarms";
import { Monitoring, type MonitoringArgs } from "../../components";
import { statusPattern } from "../../components/monitoring/status-events";
import { declared as run } from "../support/declared";

const ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:acme-qa-orders-sfn";
const KEY = "arn:aws:kms:us-east-1:000000000000:key/1";

const ARGS: MonitoringArgs = {
  prefix: "acme",
  environment: "qa",
  name: "orders",
  kmsKeyArn: KEY,
  stateMachine: {
    arn: ARN,
    type: "STANDARD",
    timeoutSeconds: 900,
    logGroupName: "/aws/vendedlogs/states/acme-qa-orders-log-group",
  },
  functions: { work: { functionName: "acme-qa-orders-function", timeoutSeconds: 30 } },
};

/** What a stack with one monitoring declares: `type name` of each resource of a provider, and its inputs. */
async function declared(args: MonitoringArgs): Promise<Map<string, Record<string, unknown>>> {
  return (await run(() => new Monitoring("monitoring", args))).inputs("aws:");
}

describe("Monitoring", () => {
  it("makes these resources under these names for a standard workflow with one function", async () => {
    assert.deepEqual([...(await declared(ARGS)).keys()].sort(), [
      "aws:cloudwatch/compositeAlarm:CompositeAlarm monitoring-workflow",
      "aws:cloudwatch/dashboard:Dashboard monitoring-dashboard",
      "aws:cloudwatch/eventRule:EventRule monitoring-status",
      "aws:cloudwatch/eventTarget:EventTarget monitoring-status",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-aborted",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-alerts-age",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-alerts-depth",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-failed",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-map-run-backlog",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-open-executions",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-open-map-runs",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-redrive-failed",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-slow",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-start-rate",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-start-throttled",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-throttled",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-timed-out",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-undelivered-logs",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-work-errors",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-work-slow",
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-work-throttles",
      "aws:sns/topic:Topic monitoring-alerts",
      "aws:sns/topicPolicy:TopicPolicy monitoring-alerts",
      "aws:sqs/queue:Queue monitoring-dead-letters",
      "aws:sqs/queuePolicy:QueuePolicy monitoring-dead-letters",
    ]);
  });

  it("alarms at four fifths of the machine's timeout, in the slowest of twenty runs", async () => {
    const slow = (await declared(ARGS)).get(
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-slow",
    );
    assert.deepEqual(slow, {
      name: "acme-qa-orders-slow",
      alarmDescription:
        "Executions take most of the time that the machine's timeout allows. " +
        "First: npm run -s ops -- failures --stack test",
      namespace: "AWS/States",
      metricName: "ExecutionTime",
      dimensions: { StateMachineArn: ARN },
      extendedStatistic: "p95",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 720_000,
      period: 300,
      evaluationPeriods: 3,
      treatMissingData: "ignore",
      alarmActions: ["arn:aws:sns:us-east-1:000000000000:acme-qa-orders-alerts"],
      tags: { Environment: "qa", Name: "acme-qa-orders-slow" },
    });
  });

  it("joins every alarm into the workflow's composite alarm", async () => {
    const resources = await declared(ARGS);
    const names = [...resources.entries()]
      .filter(([key]) => key.includes("MetricAlarm"))
      .map(([, inputs]) => String(inputs["name"]));
    const rule = resources.get("aws:cloudwatch/compositeAlarm:CompositeAlarm monitoring-workflow");
    const joined = String(rule?.["alarmRule"]).split(" OR ").sort();
    assert.deepEqual(joined, names.map((name) => `ALARM("${name}")`).sort());
  });

  it("lets only CloudWatch and EventBridge of this account publish, over TLS", async () => {
    const policy = (await declared(ARGS)).get("aws:sns/topicPolicy:TopicPolicy monitoring-alerts");
    const topic = "arn:aws:sns:us-east-1:000000000000:acme-qa-orders-alerts";
    const from = (Sid: string, service: string) => ({
      Sid,
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sns:Publish",
      Resource: topic,
      Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
    });
    assert.deepEqual(JSON.parse(String(policy?.["policy"])), {
      Version: "2012-10-17",
      Statement: [
        from("AllowCloudWatchAlarms", "cloudwatch.amazonaws.com"),
        from("AllowEventBridge", "events.amazonaws.com"),
        {
          Sid: "DenyWithoutTls",
          Effect: "Deny",
          Principal: { AWS: "*" },
          Action: "sns:Publish",
          Resource: topic,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("compares the newest version's share of failures with that of the others", async () => {
    const stateMachine = { ...ARGS.stateMachine, versionArn: `${ARN}:7` };
    const machine = { StateMachineArn: ARN };
    const sum = (id: string, metricName: string, dimensions: object) => ({
      id,
      metric: { namespace: "AWS/States", metricName, dimensions, period: 300, stat: "Sum" },
    });
    const alarm = (await declared({ ...ARGS, stateMachine })).get(
      "aws:cloudwatch/metricAlarm:MetricAlarm monitoring-version-failures",
    );
    assert.deepEqual(alarm, {
      name: "acme-qa-orders-version-failures",
      alarmDescription:
        "The newest version fails more often than the others: a rollout goes back. " +
        "First: npm run -s ops -- failures --stack test",
      metricQueries: [
        sum("newFailed", "ExecutionsFailed", { ...machine, Version: "7" }),
        sum("newStarted", "ExecutionsStarted", { ...machine, Version: "7" }),
        sum("allFailed", "ExecutionsFailed", machine),
        sum("allStarted", "ExecutionsStarted", machine),
        {
          id: "result",
          expression:
            "100 * (FILL(newFailed, 0) / newStarted - " +
            "(FILL(allFailed, 0) - FILL(newFailed, 0)) / (allStarted - newStarted))",
          label: "version-failures",
          returnData: true,
        },
      ],
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 5,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      tags: { Environment: "qa", Name: "acme-qa-orders-version-failures" },
    });
  });

  it("lets the composite alarm alone tell the topic when one cause is to ring once", async () => {
    const telling = async (args: Partial<MonitoringArgs>) =>
      [...(await declared({ ...ARGS, ...args })).values()].flatMap((inputs) =>
        inputs["alarmActions"] === undefined ? [] : [inputs["name"] ?? inputs["alarmName"]],
      );
    const before = ["failed", "timed-out", "aborted", "throttled", "slow"];
    const work = ["work-errors", "work-throttles", "work-slow"];
    assert.deepEqual(
      (await telling({})).sort(),
      [...before, ...work, "alerts-depth", "workflow"].map((id) => `acme-qa-orders-${id}`).sort(),
    );
    assert.deepEqual(await telling({ notifications: "workflow" }), ["acme-qa-orders-workflow"]);
  });

  it("leaves the account's quotas and the delivery of logs to another workflow", async () => {
    const [before, after] = [
      await declared(ARGS),
      await declared({ ...ARGS, serviceAlarms: false }),
    ];
    assert.deepEqual(
      [...before.keys()].filter((key) => !after.has(key)).map((key) => key.split("monitoring-")[1]),
      [
        "map-run-backlog",
        "open-executions",
        "open-map-runs",
        "start-rate",
        "start-throttled",
        "undelivered-logs",
      ],
    );
  });

  it("shows on the dashboard what the alarms watch beside the standard graphs", async () => {
    const dashboard = (await declared(ARGS)).get(
      "aws:cloudwatch/dashboard:Dashboard monitoring-dashboard",
    );
    const { widgets } = JSON.parse(String(dashboard?.["dashboardBody"])) as {
      widgets: { x: number; y: number; properties: { title: string; metrics: unknown[] } }[];
    };
    assert.deepEqual(
      widgets.map(({ x, y, properties }) => [x, y, properties.title]),
      [
        [0, 0, "Executions"],
        [12, 0, "Errors"],
        [0, 6, "Latency (ms)"],
        [12, 6, "Cost drivers"],
        [0, 12, "Redrives"],
        [12, 12, "Quotas of the account (%)"],
        [0, 18, "Throttled starts and waiting Map runs"],
        [12, 18, "Failures without a log"],
        [0, 24, "Age of dead letters (s)"],
        [0, 30, "Failures"],
      ],
    );
    assert.deepEqual(widgets[5]?.properties.metrics.slice(3, 6), [
      ["AWS/States", "OpenExecutionCount", { id: "open3", stat: "Maximum", visible: false }],
      ["AWS/States", "OpenExecutionLimit", { id: "allowed3", stat: "Maximum", visible: false }],
      [{ expression: "100 * open3 / allowed3", id: "result3", label: "open-executions" }],
    ]);
  });

  it("has the alarm on billed memory and no status events for an Express workflow", async () => {
    const stateMachine = { ...ARGS.stateMachine, type: "EXPRESS" };
    const keys = [...(await declared({ ...ARGS, stateMachine })).keys()];
    assert.deepEqual(
      keys.filter((key) => /status|billed/.test(key)),
      ["aws:cloudwatch/metricAlarm:MetricAlarm monitoring-billed-memory"],
    );
  });

  it("says of the queue of an Express workflow, which no rule names, that no queue may use it", async () => {
    const allowsOf = async (type: string) => {
      const stack = await declared({ ...ARGS, stateMachine: { ...ARGS.stateMachine, type } });
      return stack.get("aws:sqs/queue:Queue monitoring-dead-letters")?.["redriveAllowPolicy"];
    };

    const allows = [await allowsOf("EXPRESS"), await allowsOf("STANDARD")];

    assert.deepEqual(allows, ['{"redrivePermission":"denyAll"}', undefined]);
  });

  it("changes nothing else when the dashboard goes or an address comes", async () => {
    const before = await declared(ARGS);
    const after = await declared({ ...ARGS, dashboard: false, emails: ["a@example.com"] });
    after.delete("aws:sns/topicSubscription:TopicSubscription monitoring-email-0");
    before.delete("aws:cloudwatch/dashboard:Dashboard monitoring-dashboard");
    assert.deepEqual(after, before);
  });

  it("asks for the failed, timed out and aborted executions of this machine", () => {
    assert.deepEqual(statusPattern(ARN), {
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: [ARN] },
    });
  });

  it("lists every wrong argument at once", () => {
    assert.throws(
      () =>
        new Monitoring("monitoring", {
          ...ARGS,
          name: "",
          functions: { work: { functionName: "f", timeoutSeconds: 0 } },
          thresholds: { "function.errors": 0 },
        }),
      {
        message:
          "Monitoring has invalid arguments:" +
          '\n  name: must be a non-empty string, not ""' +
          "\n  functions.work.timeoutSeconds: is 0: must be a whole number from 1 to 900" +
          "\n  thresholds.function.errors: is 0: must be more than 0",
      },
    );
  });

  it("refuses a function without a name, whose alarms would watch nothing", () => {
    const functions = { work: { timeoutSeconds: 1 } as never };
    assert.throws(() => new Monitoring("monitoring", { ...ARGS, functions }), {
      message:
        "Monitoring has invalid arguments:\n  functions.work.functionName: is missing: name the function",
    });
  });
});

describe("Monitoring's thresholds", () => {
  it("are for alarms that there are", () => {
    const thresholds = { "function.slwo": 1 };

    assert.throws(
      () => new Monitoring("monitoring", { ...ARGS, thresholds: thresholds as object }),
      /thresholds\.function\.slwo: is not an alarm: there are stateMachine\.failed, /,
    );
  });
});

describe("the alarm table", () => {
  const choice: AlarmChoice = { thresholds: {}, durationAlarms: true };

  it("takes a caller's threshold over its own", () => {
    const thresholds = { "deadLetterQueue.depth": 5 };
    const [depth] = alarmsOf("deadLetterQueue", undefined, { ...choice, thresholds });
    assert.equal(depth?.at, 5);
  });

  it("has no alarm on a duration without a timeout to hold it against", () => {
    assert.deepEqual(
      alarmsOf("stateMachine", undefined, choice).map(({ id }) => id),
      ["failed", "timed-out", "aborted", "throttled"],
    );
  });

  it("has alarms on durations that are off only where a caller gives a threshold", () => {
    const off = { ...choice, durationAlarms: false };
    const thresholds = { "express.sync-latency": 9000 };
    assert.deepEqual(
      [off, { ...off, thresholds }].map((each) =>
        alarmsOf("express", 60, each).map(({ id, at }) => [id, at]),
      ),
      [
        [["billed-memory", 768]],
        [
          ["billed-memory", 768],
          ["sync-latency", 9000],
        ],
      ],
    );
  });

  it("says what missing data means, and one metric or an expression over several", () => {
    for (const [key, { metrics, expression = "", missing }] of Object.entries(ALARMS)) {
      const names = Object.keys(metrics);
      assert.match(missing, /^(notBreaching|ignore)$/, key);
      assert.equal(expression === "", names.length === 1, key);
      if (expression === "") continue;
      const used = new Set(expression.match(/\b[a-z]\w*/g));
      assert.deepEqual([...used].sort(), names.sort(), key);
    }
  });

  it("fits each description into what CloudWatch takes", () => {
    for (const [key, { happened, first = "" }] of Object.entries(ALARMS))
      assert.ok(happened.length + first.length < 900, key);
  });
});
