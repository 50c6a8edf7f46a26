import assert from "node:assert/strict";
import { parameterPolicy } from "../../../components/lambda/parameters";
import { functionTrustPolicy } from "../../../components/lambda/role";
import {
  functionStatements,
  type FunctionAccess,
} from "../../../components/lambda/role/statements";

const account = { accountId: "111111111111", region: "cn-north-1", partition: "aws-cn" };
const KEY = "arn:aws-cn:kms:cn-north-1:111111111111:key/1";

const access = (changes: Partial<FunctionAccess> = {}): FunctionAccess => ({
  account,
  functionName: "f",
  ownLogGroup: true,
  edge: false,
  traced: false,
  inVpc: false,
  deadLetterTargetArn: undefined,
  deadLetterKeys: {},
  environmentKeyArn: undefined,
  ...changes,
});

const sids = (changes: Partial<FunctionAccess>): (string | undefined)[] =>
  functionStatements(access(changes)).map(({ Sid }) => Sid);

describe("policies of a function's own role", () => {
  it("are for what the function has, each for itself", () => {
    assert.deepEqual(sids({}), ["WriteLogs"]);
    assert.deepEqual(sids({ traced: true }), ["WriteLogs", "SendTraces"]);
    assert.deepEqual(sids({ inVpc: true }), ["WriteLogs", "JoinVpc", "DenyNetworkToCode"]);
    assert.deepEqual(sids({ environmentKeyArn: KEY }), ["WriteLogs", "DecryptEnvironment"]);
  });

  it("write the function's own log group and no other", () => {
    const [logs] = functionStatements(access());
    assert.deepEqual(logs?.Action, ["logs:CreateLogStream", "logs:PutLogEvents"]);
    const group = "arn:aws-cn:logs:cn-north-1:111111111111:log-group:/aws/lambda/f";
    assert.equal(logs?.Resource, `${group}:*`);
  });

  it("send dead letters to a queue or a topic", () => {
    const action = (deadLetterTargetArn: string): unknown =>
      functionStatements(access({ deadLetterTargetArn }))[1]?.Action;
    assert.equal(action("arn:aws-cn:sqs:cn-north-1:111111111111:q"), "sqs:SendMessage");
    assert.equal(action("arn:aws-cn:sns:cn-north-1:111111111111:t"), "sns:Publish");
  });

  it("use the key of an encrypted target of dead letters through its service", () => {
    const target = "arn:aws-cn:sns:cn-north-1:111111111111:t";
    const [, , key] = functionStatements(
      access({ deadLetterTargetArn: target, deadLetterKeys: { [target]: KEY } }),
    );
    assert.deepEqual(key, {
      Sid: "KmsDecrypt",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: [KEY],
      Condition: { StringEquals: { "kms:ViaService": "sns.cn-north-1.amazonaws.com.cn" } },
    });
  });

  it("have a wildcard only where AWS knows no resource", () => {
    const all = access({ traced: true, inVpc: true, environmentKeyArn: KEY });
    const wild = functionStatements(all).filter(
      ({ Effect, Resource }) => Effect === "Allow" && Resource === "*",
    );
    assert.deepEqual(
      wild.map(({ Sid }) => Sid),
      ["SendTraces", "JoinVpc"],
    );
  });

  it("keep network interfaces from the function's code", () => {
    const [, allow, deny] = functionStatements(access({ inVpc: true }));
    assert.deepEqual(deny?.Action, allow?.Action);
    assert.deepEqual(deny?.Condition, {
      ArnEquals: {
        "lambda:SourceFunctionArn": "arn:aws-cn:lambda:cn-north-1:111111111111:function:f",
      },
    });
  });

  it("trust Lambda on behalf of one account, or as the Terraform module does", () => {
    const [own] = functionTrustPolicy(false, "111111111111").Statement;
    assert.deepEqual(own?.Condition, { StringEquals: { "aws:SourceAccount": "111111111111" } });
    assert.deepEqual(functionTrustPolicy(true, undefined).Statement, [
      {
        Sid: "AllowAwsToAssumeRole",
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: ["edgelambda.amazonaws.com", "lambda.amazonaws.com"] },
      },
    ]);
  });

  it("decrypt parameters through SSM only, with the one key they have", () => {
    const parameterArns = ["arn:aws-cn:ssm:cn-north-1:111111111111:parameter/a"];
    const [read, own] = parameterPolicy(account, parameterArns, KEY).Statement;
    assert.deepEqual(read?.Resource, parameterArns);
    assert.equal(own?.Resource, KEY);
    const via = { "kms:ViaService": "ssm.cn-north-1.amazonaws.com.cn" };
    assert.deepEqual(own?.Condition, { StringEquals: via });

    const [, ofAws] = parameterPolicy(account, parameterArns, undefined).Statement;
    assert.deepEqual(ofAws?.Condition, {
      StringEquals: via,
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/aws/ssm" },
    });
  });
});
