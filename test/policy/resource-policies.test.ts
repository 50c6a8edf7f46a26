import assert from "node:assert/strict";
import t from "../../policy/rules/shared/resource-types.json";
import { judge } from "../support/pack";
import {
  ACCOUNT,
  allow,
  arn,
  type GoodResource,
  judged,
  OTHER_ACCOUNT,
  policy,
  type Statement,
  TLS_ONLY,
  UNKNOWN,
} from "./support/stack";

type Resources = Readonly<Record<string, GoodResource>>;

const BUCKET = "arn:aws:s3:::orders";
const QUEUE = arn("sqs", "orders");
const KEY_ARN = arn("kms", "key/1");
const OTHER_KEY = arn("kms", "key/2");
const MACHINE = arn("states", "stateMachine:orders");

const root = (account: string): { Principal: object } => ({
  Principal: { AWS: `arn:aws:iam::${account}:root` },
});

const queue: GoodResource = { type: t.QUEUE, inputs: { name: "orders" }, computed: { arn: QUEUE } };

const onQueue = (...statements: Statement[]): Resources => ({
  queue,
  it: { type: t.QUEUE_POLICY, inputs: { queueUrl: "orders", policy: policy(...statements) } },
});

const onBucket = (...statements: Statement[]): Resources => ({
  orders: { type: t.BUCKETS[0]!, inputs: { bucket: "orders" }, computed: { arn: BUCKET } },
  it: { type: t.BUCKET_POLICY, inputs: { bucket: "orders", policy: policy(...statements) } },
});

const forHostedZone = (id: string): Resources => ({
  it: {
    type: t.LOG_RESOURCE_POLICY,
    inputs: {
      policyDocument: policy(
        allow("logs:PutLogEvents", "*", {
          Principal: { Service: "route53.amazonaws.com" },
          Condition: { ArnLike: { "aws:SourceArn": `arn:aws:route53:::hostedzone/${id}` } },
        }),
      ),
    },
  },
});

const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;

const trusting = (Principal: object, Condition?: Statement["Condition"]): Resources => ({
  it: {
    type: t.ROLE,
    inputs: {
      assumeRolePolicy: policy({
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"],
        Principal,
        ...(Condition && { Condition }),
      }),
    },
  },
});

const github = (operator: string, sub: string): Resources =>
  trusting(
    { Federated: PROVIDER },
    {
      StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      [operator]: { "token.actions.githubusercontent.com:sub": sub },
    },
  );

const FOREIGN = "aws-policy-foreign-account";
const SOURCE = "aws-policy-service-source";
const PUBLIC = "s3-bucket-policy-public";
const TLS = "s3-bucket-tls";
const TRUST = "iam-role-trust-public";
const PERMISSION = "lambda-permission-source";

const send = (more: object): Statement => allow("sqs:SendMessage", QUEUE, more);
const read = allow("s3:GetObject", `${BUCKET}/*`, { Principal: "*" });
const not = (operator: string, key: string, value: string): Statement => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [BUCKET, `${BUCKET}/*`],
  Condition: { [operator]: { [key]: value } },
});

/** A bucket that everyone may read under a condition. */
const readIf = (operator: string, tests: Readonly<Record<string, string>>): Resources =>
  onBucket({ ...read, Condition: { [operator]: tests } });

const invoking = (inputs: object): Resources => ({
  it: { type: t.PERMISSION, inputs: { action: "lambda:InvokeFunction", ...inputs } },
});

const allowing = (action: string, resource: string): Resources => ({
  it: { type: t.POLICY, inputs: { policy: policy(allow(action, resource)) } },
});

/** A machine whose key is left to IAM, with a role that may use it but for this. */
const machineRoleBut = (resource: string, operator?: string): Resources => ({
  key: { type: t.KEY, inputs: {}, computed: { arn: KEY_ARN } },
  role: {
    type: t.ROLE,
    inputs: {
      name: "orders",
      arn: `arn:aws:iam::${ACCOUNT}:role/orders`,
      inlinePolicies: [
        {
          name: "own",
          policy: policy(allow("kms:*", KEY_ARN), {
            Effect: "Deny",
            Action: "kms:*",
            Resource: resource,
            ...(operator && {
              Condition: { [operator]: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
            }),
          }),
        },
      ],
    },
  },
  machine: {
    type: t.MACHINE,
    inputs: {
      name: "orders",
      roleArn: `arn:aws:iam::${ACCOUNT}:role/orders`,
      encryptionConfiguration: { kmsKeyId: KEY_ARN },
    },
    computed: { arn: MACHINE },
  },
});

/** What a rule finds in some resources, and what not. */
const CASES: readonly (readonly [rule: string, finds: boolean, what: string, Resources])[] = [
  [FOREIGN, true, "another account", onQueue(send(root(OTHER_ACCOUNT)))],
  [FOREIGN, true, "its bare number", onQueue(send({ Principal: { AWS: OTHER_ACCOUNT } }))],
  [FOREIGN, false, "the own account", onQueue(send(root(ACCOUNT)))],
  [
    FOREIGN,
    false,
    "another account of the organisation",
    onQueue(
      send({
        ...root(OTHER_ACCOUNT),
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
      }),
    ),
  ],
  [
    FOREIGN,
    true,
    "a condition that only asks for TLS",
    onQueue(
      send({ ...root(OTHER_ACCOUNT), Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    ),
  ],
  [
    FOREIGN,
    false,
    "a load balancer's logs",
    onBucket(allow("s3:PutObject", `${BUCKET}/*`, root("127311923021"))),
  ],
  [
    FOREIGN,
    false,
    "the account of a key, where no ARN is known yet",
    {
      key: {
        type: t.KEY,
        inputs: { policy: policy(allow("kms:*", "*", root(ACCOUNT))) },
        computed: { arn: UNKNOWN },
      },
    },
  ],
  [
    "s3-bucket-policy-cross-account",
    false,
    "the own account, which no ARN tells yet",
    {
      orders: { type: t.BUCKETS[0]!, inputs: { bucket: "orders" }, computed: { arn: UNKNOWN } },
      policy: {
        type: t.BUCKET_POLICY,
        inputs: {
          bucket: "orders",
          policy: policy(allow("s3:PutBucketPolicy", BUCKET, root(ACCOUNT))),
        },
      },
    },
  ],
  ...(
    [
      [false, "a load balancer's log service", "logdelivery.elasticloadbalancing.amazonaws.com"],
      [false, "a load balancer's account", "127311923021"],
      [false, "a load balancer's account in GovCloud", "048591011584"],
      [true, "a function", "lambda.amazonaws.com"],
    ] as const
  ).map(
    ([finds, who, id]) =>
      [
        "s3-bucket-kms",
        finds,
        `a bucket with S3's key that ${who} writes to`,
        {
          ...onBucket(
            allow("s3:PutObject", `${BUCKET}/*`, {
              Principal: /^\d/.test(id) ? root(id).Principal : { Service: id },
            }),
          ),
          encryption: {
            type: t.BUCKET_ENCRYPTIONS[0]!,
            inputs: {
              bucket: "orders",
              rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
            },
          },
        },
      ] as const,
  ),
  ...(
    [
      [true, "a load balancer", "logdelivery.elasticloadbalancing.amazonaws.com"],
      [false, "S3 itself", "logging.s3.amazonaws.com"],
    ] as const
  ).map(
    ([finds, who, Service]) =>
      [
        "s3-bucket-access-logging",
        finds,
        `a bucket to which ${who} writes logs`,
        onBucket(allow("s3:PutObject", `${BUCKET}/*`, { Principal: { Service } })),
      ] as const,
  ),
  [
    "sfn-trigger-role",
    false,
    "a schedule's actions in other letter case",
    {
      machine: { type: t.MACHINE, inputs: { name: "orders" }, computed: { arn: MACHINE } },
      schedule: {
        type: t.SCHEDULE,
        inputs: { target: { arn: MACHINE, roleArn: "starts" } },
      },
      it: {
        type: t.ROLE,
        inputs: {
          name: "starts",
          inlinePolicies: [
            {
              name: "own",
              policy: policy(
                allow("states:startExecution", MACHINE),
                allow("sqs:sendmessage", QUEUE),
              ),
            },
          ],
        },
      },
    },
  ],
  ["kms-key-machine-access", true, "what is denied", machineRoleBut(KEY_ARN)],
  ["kms-key-machine-access", true, "what is denied on all keys", machineRoleBut("*")],
  ["kms-key-machine-access", false, "what is denied on another key", machineRoleBut(OTHER_KEY)],
  [
    "kms-key-machine-access",
    true,
    "what is denied to all but those who come through a service",
    machineRoleBut("*", "StringNotEquals"),
  ],
  [
    "kms-key-machine-access",
    false,
    "what is denied to those who come through some other service",
    machineRoleBut("*", "ForAnyValue:StringNotEquals"),
  ],
  [
    "kms-key-machine-access",
    false,
    "what is denied so on another key",
    machineRoleBut(OTHER_KEY, "StringNotEquals"),
  ],
  [
    "lambda-layer-account",
    false,
    "a layer of the own account, which no ARN tells yet",
    {
      it: {
        type: t.FUNCTION,
        inputs: { layers: [`arn:aws:lambda:eu-west-1:${ACCOUNT}:layer:shared:1`] },
        computed: { arn: UNKNOWN },
      },
    },
  ],
  [
    FOREIGN,
    true,
    "a function's permission",
    {
      queue,
      it: {
        type: t.PERMISSION,
        inputs: { action: "lambda:InvokeFunction", principal: OTHER_ACCOUNT },
      },
    },
  ],
  [
    FOREIGN,
    true,
    "a bus's permission",
    { queue, it: { type: t.EVENT_PERMISSION, inputs: { principal: OTHER_ACCOUNT } } },
  ],
  [
    SOURCE,
    true,
    "a service of a key",
    {
      it: {
        type: t.KEY_POLICY,
        inputs: {
          keyId: KEY_ARN,
          policy: policy(
            allow("kms:Decrypt", "*", { Principal: { Service: "sns.amazonaws.com" } }),
          ),
        },
      },
    },
  ],
  [
    SOURCE,
    false,
    "a service of a key, by the encryption context",
    {
      it: {
        type: t.KEY_POLICY,
        inputs: {
          keyId: KEY_ARN,
          policy: policy(
            allow("kms:Decrypt", "*", {
              Principal: { Service: "logs.eu-west-1.amazonaws.com" },
              Condition: {
                ArnLike: { "kms:EncryptionContext:aws:logs:arn": arn("logs", "log-group:*") },
              },
            }),
          ),
        },
      },
    },
  ],
  [
    SOURCE,
    true,
    "a service of logs, for any source",
    {
      it: {
        type: t.LOG_RESOURCE_POLICY,
        inputs: {
          policyDocument: policy(
            allow("logs:PutLogEvents", "*", {
              Principal: { Service: "es.amazonaws.com" },
              Condition: { ArnLike: { "aws:SourceArn": "arn:aws:es:*:*:domain/*" } },
            }),
          ),
        },
      },
    },
  ],
  [SOURCE, true, "a service of logs, for every hosted zone", forHostedZone("*")],
  [SOURCE, false, "a service of logs, for one hosted zone", forHostedZone("Z0123456789")],
  [PUBLIC, true, "a public bucket", onBucket(read)],
  [
    PUBLIC,
    false,
    "a Deny from outside a VPC",
    onBucket(read, not("StringNotEquals", "aws:SourceVpce", "vpce-1")),
  ],
  [
    PUBLIC,
    true,
    "a Deny of something else",
    onBucket(read, not("StringNotEquals", "aws:RequestedRegion", "eu-west-1")),
  ],
  [
    PUBLIC,
    true,
    "a Deny that leaves every network",
    onBucket(read, not("NotIpAddress", "aws:SourceIp", "0.0.0.0/0")),
  ],
  [
    PUBLIC,
    false,
    "ForAllValues of a key that must be there",
    onBucket({
      ...read,
      Condition: {
        "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
        Null: { "aws:PrincipalOrgID": "false" },
      },
    }),
  ],
  [
    TLS,
    false,
    "one statement on bucket and objects",
    onBucket(TLS_ONLY("s3:*", BUCKET, `${BUCKET}/*`)),
  ],
  [
    TLS,
    false,
    "two statements together",
    onBucket(TLS_ONLY("s3:*", BUCKET), TLS_ONLY("s3:*", `${BUCKET}/*`)),
  ],
  [TLS, false, "a pattern of both", onBucket(TLS_ONLY("s3:*", `${BUCKET}*`))],
  [TLS, true, "the objects alone", onBucket(TLS_ONLY("s3:*", `${BUCKET}/*`))],
  [
    TLS,
    true,
    "another bucket",
    onBucket(TLS_ONLY("s3:*", "arn:aws:s3:::other", "arn:aws:s3:::other/*")),
  ],
  [TLS, true, "reading alone", onBucket(TLS_ONLY("s3:GetObject", BUCKET, `${BUCKET}/*`))],
  [
    TRUST,
    false,
    "a repository's branch",
    github("StringEquals", "repo:acme/orders:ref:refs/heads/main"),
  ],
  [TRUST, false, "every branch of a repository", github("StringLike", "repo:acme/orders:*")],
  [TRUST, true, "every repository", github("StringLike", "repo:*")],
  [TRUST, true, "every owner whose name begins alike", github("StringLike", "repo:acme*/orders:*")],
  [
    TRUST,
    true,
    "a subject that need not be there",
    github("StringEqualsIfExists", "repo:acme/orders:*"),
  ],
  [
    TRUST,
    true,
    "whoever signed in with Cognito",
    trusting(
      { Federated: "cognito-identity.amazonaws.com" },
      { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } },
    ),
  ],
  [
    TRUST,
    false,
    "the users of an identity pool",
    trusting(
      { Federated: "cognito-identity.amazonaws.com" },
      { StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-west-1:1-2-3" } },
    ),
  ],
  [
    TRUST,
    true,
    "every service account of a cluster",
    trusting(
      { Federated: PROVIDER },
      { StringLike: { "oidc.eks.eu-west-1.amazonaws.com/id/1:sub": "system:serviceaccount:*:*" } },
    ),
  ],
  [
    TRUST,
    false,
    "the service accounts of a namespace",
    trusting(
      { Federated: PROVIDER },
      {
        StringLike: { "oidc.eks.eu-west-1.amazonaws.com/id/1:sub": "system:serviceaccount:shop:*" },
      },
    ),
  ],
  [TRUST, true, "a workflow's name", github("StringEquals", "workflow:deploy:repo:acme/orders")],
  [
    TRUST,
    true,
    "a branch of any repository",
    trusting(
      { Federated: PROVIDER },
      { StringEquals: { "token.actions.githubusercontent.com:ref": "refs/heads/main" } },
    ),
  ],
  [
    TRUST,
    false,
    "a workflow of one repository",
    trusting(
      { Federated: PROVIDER },
      {
        StringLike: {
          "token.actions.githubusercontent.com:job_workflow_ref": "acme/orders/.github/workflows/*",
        },
      },
    ),
  ],
  [PUBLIC, false, "one VPC endpoint", readIf("StringEquals", { "aws:SourceVpce": "vpce-1a2b" })],
  [PUBLIC, true, "any VPC endpoint", readIf("StringLike", { "aws:SourceVpce": "vpce-*" })],
  [PUBLIC, true, "any VPC", readIf("StringLike", { "aws:SourceVpc": "vpc-*" })],
  [PUBLIC, true, "a tag of any account", readIf("StringEquals", { "aws:PrincipalTag/team": "a" })],
  [
    PUBLIC,
    false,
    "a tag in an organisation",
    readIf("StringEquals", { "aws:PrincipalTag/team": "a", "aws:PrincipalOrgID": "o-a1b2c3d4e5" }),
  ],
  [PUBLIC, true, "a user's name", readIf("StringEquals", { "aws:username": "admin" })],
  [
    PUBLIC,
    true,
    "a call through Athena",
    readIf("StringEquals", { "aws:CalledViaFirst": "athena.amazonaws.com" }),
  ],
  [PUBLIC, true, "any role's session", readIf("StringLike", { "aws:userid": "*:session" })],
  [PUBLIC, false, "a role's id", readIf("StringLike", { "aws:userid": "AROAEXAMPLE:*" })],
  [
    "iam-role-trust-account",
    false,
    "the roles of an account with a tag",
    trusting(root(ACCOUNT).Principal, { StringEquals: { "aws:PrincipalTag/team": "a" } }),
  ],
  [
    TRUST,
    true,
    "roles with a tag",
    trusting({ AWS: "*" }, { StringEquals: { "aws:PrincipalTag/team": "a" } }),
  ],
  [
    PERMISSION,
    true,
    "rules of any account",
    invoking({ principal: "events.amazonaws.com", sourceArn: "arn:aws:events:*:*:rule/*" }),
  ],
  [
    PERMISSION,
    true,
    "any bucket",
    invoking({ principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::*" }),
  ],
  [
    PERMISSION,
    false,
    "rules of one account in all regions",
    invoking({
      principal: "events.amazonaws.com",
      sourceArn: `arn:aws:events:*:${ACCOUNT}:rule/*`,
    }),
  ],
  [
    "iam-policy-wildcards",
    false,
    "a service-linked role",
    allowing(
      "iam:CreateServiceLinkedRole",
      "arn:aws:iam::*:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS*",
    ),
  ],
  ["iam-policy-resource-wildcard", false, "metrics", allowing("cloudwatch:PutMetricData", "*")],
  ["iam-policy-resource-wildcard", true, "alarms", allowing("cloudwatch:PutMetricAlarm", "*")],
];

describe("policies of resources and of trust", function () {
  this.timeout(60_000);
  for (const [rule, finds, what, resources] of CASES) {
    it(`${rule} ${finds ? "finds" : "passes"} ${what}`, async () => {
      const report = await judge(judged(resources));

      const found = report.violations.map((violation) => violation.rule);
      assert.equal(found.includes(rule), finds, found.join());
    });
  }
});
