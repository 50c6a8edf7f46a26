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
});
