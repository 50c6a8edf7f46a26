import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_DIR } from "../../engine/program";
import { capture } from "../support/capture";
import { ops } from "../../ops/main";
import { AwsError, fakeAws, type Operations } from "./fake-aws";
import { arnOf, MACHINE, World } from "./world";

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

  it("of a stack without a region is where the environment says", async function () {
    this.timeout(120_000);
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    const folder = mkdtempSync(path.join(tmpdir(), "program-"));
    symlinkSync(path.join(PROJECT_DIR, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(path.join(folder, "Pulumi.dev.yaml"), "");
    writeFileSync(
      path.join(folder, "index.ts"),
      `import * as aws from "@pulumi/aws";
      new aws.sfn.StateMachine("orders", { name: "orders", roleArn: "r", definition: "{}" });`,
    );
    const GetCallerIdentity = (): object => ({ Account: "999999999999" });
    delete process.env["AWS_REGION"];
    process.env["AWS_DEFAULT_REGION"] = "eu-west-3";
    try {
      const found = await run(
        { GetCallerIdentity },
        "start",
        "--stack",
        "dev",
        "--program",
        folder,
      );
      assert.match(
        found.stderr,
        /: arn:aws:states:eu-west-3:\d{12}:stateMachine:orders would be started/,
      );
    } finally {
      Object.assign(process.env, { AWS_REGION, AWS_DEFAULT_REGION });
      if (AWS_REGION === undefined) delete process.env["AWS_REGION"];
      if (AWS_DEFAULT_REGION === undefined) delete process.env["AWS_DEFAULT_REGION"];
      rmSync(folder, { recursive: true });
    }
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

  const machine = ["--machine", MACHINE];
  const EXECUTION = arnOf("order-1");
  for (const [args, message] of [
    // Else AWS itself would be asked: of a script whose variable is not set.
    [
      ["failures", ...machine, "--endpoint", ""],
      /--endpoint takes an address such as .*, not ""$/m,
    ],
    [["failures", ...machine, "--endpoint", "localhost"], /--endpoint takes .*, not "localhost"$/m],
    [["redrive", "--resume", "a", "--all"], /'--resume <report>' cannot be used with .* '--all'$/m],
    [
      ["start", ...machine, "--input", "{}", "--input-file", "a"],
      /cannot be used with .*input-file/,
    ],
    [
      ["failures", "--machine", "arn:aws:states:eu-west-1:1234\ufeff6789012:stateMachine:orders"],
      /is not the ARN of a state machine: it has the form arn:aws:states:REGION:ACCOUNT:stateMachine:NAME$/m,
    ],
    // The ARN of an execution says both.
    [["tail", EXECUTION, "--stack", "dev"], /unknown option '--stack'$/m],
    [["tail", EXECUTION, ...machine], /unknown option '--machine'$/m],
    [
      ["watch", EXECUTION, ...machine],
      /^error: give either an execution or a machine, by --stack or --machine$/m,
    ],
    [["watch", EXECUTION, "--stack", "dev"], /^error: give either an execution or a machine/m],
    [["redrive", "--execution", EXECUTION, ...machine], /cannot be used with .*machine/],
    [["failures", "--\u001b[31m\u202e"], /unknown option '--\\u001b\[31m\\u202e'$/m],
    [["advise", "--executions", ""], /argument '' is invalid. give a number of 0 or more$/m],
    [
      ["redrive", "--concurrency", ""],
      /argument '' is invalid. give a whole number from 1 to 50$/m,
    ],
  ] as const) {
    it(`is not asked for by ${JSON.stringify(args)}`, async () => {
      const { exit, stdout, stderr } = await capture(() => ops(args));

      assert.deepEqual([exit, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }

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
