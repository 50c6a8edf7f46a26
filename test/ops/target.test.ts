import assert from "node:assert/strict";
import { capture } from "../support/capture";
import { ops } from "../../ops/main";
import { AwsError, fakeAws, type Operations } from "./fake-aws";
import { MACHINE, World } from "./world";

describe("the machine that ops is about", () => {
  const operations = new World([]).operations;
  const run = async (more: Operations, ...args: string[]) => {
    const aws = await fakeAws({ ...operations, ...more });
    try {
      return await capture(() => ops([...args, "--endpoint", aws.endpoint]));
    } finally {
      aws.close();
    }
  };

  it("of a stack has the name that the program gives it, in the account of the credentials; its alias is started", async function () {
    this.timeout(120_000);
    const asked: string[] = [];
    const found = await run(
      {
        GetCallerIdentity: () => ({
          Account: "999999999999",
          Arn: "arn:aws:iam::999999999999:root",
        }),
        DescribeStateMachine: ({ stateMachineArn }: { stateMachineArn: string }) => {
          asked.push(stateMachineArn);
          return operations["DescribeStateMachine"]?.({} as never);
        },
      },
      ...["start", "--stack", "dev"],
    );

    const arn = "arn:aws:states:us-east-1:999999999999:stateMachine:proj-dev-saugat-sfn";
    assert.deepEqual(asked, [arn]);
    assert.equal(
      found.stderr,
      `nothing was changed: ${arn}:live would be started with {}. Give --yes to do it\n`,
    );
  });

  it("is one that exists: AWS's own words say what is wrong", async () => {
    const gone = await run(
      {
        DescribeStateMachine: () => {
          throw new AwsError("StateMachineDoesNotExist", "State Machine Does Not Exist: orders");
        },
      },
      ...["failures", "--machine", MACHINE],
    );

    assert.equal(gone.exit, 2);
    assert.equal(
      gone.stderr,
      "error: AWS says StateMachineDoesNotExist: State Machine Does Not Exist: orders\n",
    );
  });

  it("cannot be asked for without credentials", async () => {
    const before = { ...process.env };
    Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: "true", HOME: "/nowhere" });
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"]) {
      delete process.env[name];
    }
    const found = await capture(() => ops(["failures", "--machine", MACHINE]));
    process.env = before;

    assert.deepEqual(
      [found.exit, found.stderr],
      [
        2,
        "error: no AWS credentials: set AWS_PROFILE or sign in as for the AWS CLI, or give --endpoint\n",
      ],
    );
  });
});
