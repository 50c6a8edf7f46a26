import assert from "node:assert/strict";
import { KEY_SERVICES, serviceStatements } from "../../../components/kms/service-statements";

const USE = {
  accountId: "111122223333",
  region: "eu-west-1",
  partition: "aws",
  logGroups: ["/aws/lambda/orders"],
  stateMachines: ["orders-sfn"],
  trails: ["orders-trail"],
};

describe("serviceStatements", () => {
  it("lets CloudWatch Logs in for the named groups only", () => {
    assert.deepEqual(serviceStatements(["logs"], USE), [
      {
        Sid: "AllowCloudWatchLogs",
        Effect: "Allow",
        Principal: { Service: "logs.eu-west-1.amazonaws.com" },
        Resource: "*",
        Action: [
          "kms:Decrypt*",
          "kms:Describe*",
          "kms:Encrypt*",
          "kms:GenerateDataKey*",
          "kms:ReEncrypt*",
        ],
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": [
              "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders",
            ],
          },
        },
      },
    ]);
  });

  it("lets the role of a machine use the key in the encryption context of that machine only", () => {
    const [statement] = serviceStatements(["stepFunctions"], USE);
    assert.deepEqual(statement?.Condition, {
      StringEquals: {
        "kms:EncryptionContext:aws:states:stateMachineArn": [
          "arn:aws:states:eu-west-1:111122223333:stateMachine:orders-sfn",
        ],
      },
    });
  });

  it("lets the role of an encrypted machine encrypt its logs, and log delivery decrypt them", () => {
    const Condition = {
      StringEquals: { "kms:EncryptionContext:SourceArn": "arn:aws:logs:eu-west-1:111122223333:*" },
    };
    assert.deepEqual(serviceStatements(["logDelivery"], USE), [
      {
        Sid: "AllowLogDelivery",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Resource: "*",
        Action: "kms:Decrypt*",
        Condition,
      },
      {
        Sid: "AllowLogEncryption",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Resource: "*",
        Action: "kms:GenerateDataKey",
        Condition,
      },
    ]);
  });

  it("compares names that hold a wildcard as patterns", () => {
    const patterns = { ...USE, stateMachines: ["orders-*"], trails: ["orders", "?-trail"] };
    const [machines] = serviceStatements(["stepFunctions"], patterns);
    const [, trails] = serviceStatements(["cloudTrail"], patterns);
    assert.deepEqual(machines?.Condition, {
      StringLike: {
        "kms:EncryptionContext:aws:states:stateMachineArn": [
          "arn:aws:states:eu-west-1:111122223333:stateMachine:orders-*",
        ],
      },
    });
    assert.deepEqual(trails?.Condition, {
      StringLike: {
        "aws:SourceArn": [
          "arn:aws:cloudtrail:eu-west-1:111122223333:trail/orders",
          "arn:aws:cloudtrail:eu-west-1:111122223333:trail/?-trail",
        ],
      },
    });
  });

  it("has a service for every kind of target whose key a workflow's role can be given", () => {
    const via = serviceStatements(KEY_SERVICES, USE).flatMap(
      ({ Condition }) => Condition?.["StringEquals"]?.["kms:ViaService"] ?? [],
    );
    const services = ["dynamodb", "kinesis", "s3", "secretsmanager", "sns", "sqs", "ssm", "states"];
    for (const service of services) assert.ok(via.includes(`${service}.eu-west-1.amazonaws.com`));
  });

  it("takes no name and an empty list for all of this account's resources of the kind", () => {
    const { accountId, region, partition } = USE;
    const nowhere = { accountId, region, partition };
    const empty = { ...nowhere, logGroups: [], stateMachines: [], trails: [] };
    const unnamed = serviceStatements(KEY_SERVICES, nowhere);
    assert.deepEqual(serviceStatements(KEY_SERVICES, empty), unnamed);
    const conditionOf = (sid: string): unknown => unnamed.find(({ Sid }) => Sid === sid)?.Condition;
    assert.deepEqual(conditionOf("AllowStepFunctions"), {
      StringLike: {
        "kms:EncryptionContext:aws:states:stateMachineArn": [
          "arn:aws:states:eu-west-1:111122223333:stateMachine:*",
        ],
      },
    });
    assert.deepEqual(conditionOf("AllowCloudTrail"), {
      StringLike: {
        "aws:SourceArn": ["arn:aws:cloudtrail:eu-west-1:111122223333:trail/*"],
        "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:111122223333:trail/*",
      },
    });
    assert.deepEqual(conditionOf("AllowDescribeByCloudTrail"), {
      StringLike: { "aws:SourceArn": ["arn:aws:cloudtrail:eu-west-1:111122223333:trail/*"] },
    });
  });

  it("lets DynamoDB encrypt tables, by a grant for itself only", () => {
    const [use, grant] = serviceStatements(["dynamodb"], USE);
    const through = {
      "kms:CallerAccount": "111122223333",
      "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com",
    };
    assert.deepEqual(use?.Condition, { StringEquals: through });
    assert.equal(grant?.Action, "kms:CreateGrant");
    assert.deepEqual(grant?.Condition, {
      Bool: { "kms:GrantIsForAWSResource": "true" },
      StringEquals: through,
    });
  });

  for (const service of KEY_SERVICES) {
    it(`gives ${service} nothing without a condition, and no management of the key`, () => {
      for (const { Sid, Effect, Condition, Action } of serviceStatements([service], USE)) {
        assert.equal(Effect, "Allow", Sid);
        assert.ok(Object.keys(Condition ?? {}).length > 0, Sid);
        for (const action of [Action].flat()) {
          assert.match(
            String(action),
            /^kms:(Decrypt|Describe|Encrypt|GenerateDataKey|ReEncrypt|CreateGrant)/,
            Sid,
          );
        }
      }
    });
  }

  it("gives every statement a Sid of its own", () => {
    const sids = serviceStatements(KEY_SERVICES, USE).map(({ Sid }) => Sid);
    assert.deepEqual(sids, [...new Set(sids)]);
  });

  it("are there once for a service that is named twice, as ids of statements must be", () => {
    assert.deepEqual(serviceStatements(["s3", "s3"], USE), serviceStatements(["s3"], USE));
  });
});
