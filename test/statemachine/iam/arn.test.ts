import assert from "node:assert/strict";
import {
  dnsSuffix,
  globalArn,
  parseArn,
  partitionOf,
  regionalArn,
} from "../../../statemachine/iam";

const HERE = { partition: "aws-cn", region: "cn-north-1", accountId: "111122223333" };

describe("ARNs", () => {
  it("are taken apart, the resource with its colons", () => {
    assert.deepEqual(parseArn("arn:aws-cn:lambda:cn-north-1:111122223333:function:pay:live"), {
      ...HERE,
      service: "lambda",
      resource: "function:pay:live",
    });
    assert.deepEqual(parseArn("arn:aws:s3:::orders/a:b"), {
      partition: "aws",
      service: "s3",
      region: "",
      accountId: "",
      resource: "orders/a:b",
    });
  });

  it("may have pseudo parameters of a template, whose colons divide nothing", () => {
    const arn = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Queue}";
    assert.deepEqual(parseArn(arn), {
      partition: "${AWS::Partition}",
      service: "sqs",
      region: "${AWS::Region}",
      accountId: "${AWS::AccountId}",
      resource: "${Queue}",
    });
  });

  it("have six parts", () => {
    for (const text of [
      "",
      "pay",
      "arn:aws:lambda",
      "arn:aws:sqs:eu-west-1:111122223333",
      "a:b:c:d:e:f",
    ])
      assert.equal(parseArn(text), undefined, text);
  });

  it("are made of an environment, with or without its region", () => {
    assert.equal(
      regionalArn(HERE, "states", "stateMachine:orders"),
      "arn:aws-cn:states:cn-north-1:111122223333:stateMachine:orders",
    );
    assert.equal(globalArn(HERE, "iam", "role/orders"), "arn:aws-cn:iam::111122223333:role/orders");
  });

  for (const [region, partition, suffix] of [
    ["eu-west-1", "aws", "amazonaws.com"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
    ["us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"],
  ] as const) {
    it(`of ${region} are of ${partition}, whose hosts end with ${suffix}`, () => {
      assert.deepEqual([partitionOf(region), dnsSuffix({ partition })], [partition, suffix]);
    });
  }
});
