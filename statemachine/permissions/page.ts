import { IntegrationCall, type PermissionContext } from "../integrations/call";
import type { RequiredPermission } from "../integrations/required-permission";
import type { Integration } from "../integrations/integration";
import { INTEGRATIONS } from "../integrations/table";
import { SDK_ACTIONS } from "./sdk/actions";
import { iamData } from "../iam/actions";
import type { Value } from "../integrations/argument";

const INTRODUCTION = `# Permissions

Generated from the tables in \`statemachine/integrations/\`, \`statemachine/permissions/\` and \`statemachine/iam/\` by \`npm run docs\`.

\`permissions(definition, context)\` reads a definition and gives the least policy that its machine's role needs: at any
depth of Parallel and Map, in JSONPath and JSONata, for the partition, region and account of the context. \`StateMachine\`
uses it unless it is given \`serviceIntegrations\`; \`npm run -s asl -- permissions FILE\` prints it.

## What cannot be known

Some calls do not say what they work on: a function name that comes with the input, the buckets behind a query, the roles
inside a task definition. Nothing is guessed and nothing is left out: the derivation stops and lists all such states, each
with the actions to grant. The answer is a grant, by the name of the state:

\`\`\`ts
permissions(definition, {
  partition: "aws", region: "eu-west-1", accountId: "111122223333", name: "orders",
  grants: {
    "Call the plug-in": [{ actions: ["lambda:InvokeFunction"], resources: ["arn:aws:lambda:eu-west-1:111122223333:function:plugin-*"] }],
    "Run the report": [], // needs nothing more than what its definition says
  },
});
\`\`\`

What is granted under \`"*"\` is for the whole machine and decides every state whose actions it names.

- A name that is written out, or filled in by a deployment (\`\${Name}\`, an Output), is known, and so are the machine's own ARN
  and name (\`$$.StateMachine.Id\`, \`$states.context.StateMachine.Id\`). A name that contains \`*\`
  or \`?\` is not.
- Of a path such as bucket and key, or cluster and task, the first name must be known; what lies below it may be decided by
  the run, and its beginning is used where it is written out (\`States.Format('in/{}', ...)\`, \`{% 'in/' & $id %}\`).
- What another task of the same machine makes (a cluster, an application) has an id that AWS chooses, so its kind is
  allowed.
- Of an ARN with more parts than the call has names for (\`stack/NAME/ID\`), a part that no argument names is \`*\`, never the
  same name twice; so is what AWS checks besides, such as the subnets of a new instance, when the call leaves it out.
- Where no argument is the name of what the call works on (the project of a build, by the build's id), all of the kind is
  allowed: \`project/*\`.
- \`"Resource": "*"\` is written only for actions that know no resource according to the IAM data, or that the call
  does not name where IAM calls it optional (the lexicon of a speech synthesis).

## What else is granted

| when | what |
|---|---|
| a function is called, by any name | the function and all its versions and aliases, so that runs in flight survive a deployment |
| \`.sync\` | watching and stopping the job, and the EventBridge rule that Step Functions manages |
| \`Credentials.RoleArn\` | becoming that role, and nothing of the call itself |
| a Distributed Map | starting, describing, stopping and redriving its own runs; reading its items, writing its results |
| a call that hands over a role | \`iam:PassRole\` on that role, to that service where it is certain |
| data APIs of RDS and Redshift | their secret, or else the cluster's temporary credentials |
| \`RetrieveAndGenerate\` | retrieving from the knowledge base and asking the model |
| an object with a version, tags, an ACL or a lock | the right to that too |
| Timestream | \`timestream:DescribeEndpoints\`, which each call begins with |
| an export or import of a table | writing or reading its bucket; for an import the logs that DynamoDB writes with the caller's rights |
| a call that gives what it makes tags | tagging it; for EC2 in that call only |
| \`SseKmsKeyId\` of an object that is written | that key |
| a mail | the address that it is from, and the address's domain, as either may be the verified one |
| an Athena statement that is not a query | what it changes in the catalogue; only the statement's beginning is read |
| Rekognition, Textract, Transcribe, Polly | the objects that they read and write with the caller's rights |
| \`encryptedTargets\` in the context | the keys of the targets that are used, by ARN, id or alias, through the target's service only |
| \`machineKey\`, \`tracing\`, \`logging\` in the context | the machine's own key, X-Ray, log delivery |

## What AWS's samples grant besides

Held against the roles of 89 machines in the templates of
[step-functions-workflows-collection](https://github.com/aws-samples/step-functions-workflows-collection) and
[serverless-patterns](https://github.com/aws-samples/serverless-patterns). They grant these, and the derived policy does not:

| granted by samples | why not here |
|---|---|
| \`glue:Create*\`, \`Update*\`, \`Delete*\` and partitions for every Athena query | granted by what the statement's beginning changes |
| \`s3:CreateBucket\` for Athena | the bucket of the results exists before the query |
| \`s3:ListBucket\`, \`s3:GetObjectAttributes\`, \`s3:List*\`, \`s3:Describe*\` beside one call of S3 | the call does not list; without it a missing object is AccessDenied instead of NoSuchKey |
| \`iam:PassRole\` on all roles for a target that the input gives | refused until it is granted: which roles is not in the definition |
| \`comprehend:*\`, \`rekognition:GetCelebrityInfo\`, \`dynamodb:Scan\`, \`bedrock:*KnowledgeBase\`, \`sagemaker:DeleteTags\` and others of the service | no state makes these calls |
| \`sqs:ReceiveMessage\`, \`DeleteMessage\`, \`states:SendTask*\` | the consumer of the queue or token makes these calls, with a role of its own |
| \`events:PutRule\`, \`ecs:StopTask\`, \`ecs:DescribeTasks\` without \`.sync\` | nothing waits for the job |
| \`execute-api:Invoke\` beside \`execute-api:ManageConnections\` | messages to the clients of a WebSocket need the latter alone |
| \`bedrock-agent:*\`, \`ecs:StopTasks\` | IAM has no such actions |

Statements are ordered, and named by their first action, whatever the order of the definition. \`splitPolicy\` divides a
document that is longer than a managed policy may be.
`;

/** Fields that are alternatives to the usual ones: a call that had them all would show only these. */
const ALTERNATIVES: ReadonlySet<string> = new Set(["PhoneNumber", "TargetArn", "JobRunId"]);

/** Fields that hold the place of an object. */
const URIS: Readonly<Record<string, string>> = {
  OutputLocation: "s3://${Bucket}/${Prefix}",
  S3Uri: "s3://${Bucket}/${Key}",
};

/** A call in which every field has its own name as a stand-in. */
class Specimen extends IntegrationCall {
  public override value(...path: readonly (string | number)[]): Value {
    const field = path.filter((step) => typeof step === "string").at(-1) ?? "";
    if (ALTERNATIVES.has(field)) return { is: "missing" };
    return { is: "text", text: URIS[field] ?? `\${${field}}` };
  }

  public override list(): readonly unknown[] {
    return [{}];
  }

  public override others(): readonly IntegrationCall[] {
    return [new Specimen(undefined, this.context, false)];
  }
}

const WHERE: PermissionContext = {
  partition: "aws",
  region: "${Region}",
  accountId: "${Account}",
  machineArn: "arn:aws:states:${Region}:${Account}:stateMachine:${StateMachineName}",
  tasks: new Map(),
};

/** The page docs/permissions.md. */
export function renderPermissionsPage(): string {
  const { sources } = iamData();
  const versions = Object.entries(sources).map(([name, version]) => `${name} ${version}`);
  return [
    INTRODUCTION,
    "## Optimized integrations",
    "",
    "With `.sync` in _italics_. `${Field}` is the argument of that name.",
    "",
    "| integration | actions | resources |",
    "|---|---|---|",
    ...Object.entries(INTEGRATIONS).flatMap(rows),
    "",
    "## SDK calls",
    "",
    `What IAM calls a service and its actions, and what each action can be restricted to, comes from ${versions.join(" and ")}`,
    "(`statemachine/iam/generate.ts`). A call is authorised by the action of its own name, but for these:",
    "",
    "| call | actions |",
    "|---|---|",
    ...Object.entries(SDK_ACTIONS).map(([call, actions]) => `| ${call} | ${actions.join(", ")} |`),
    "",
  ].join("\n");
}

function rows([name, { patterns, permissions }]: [string, Integration]): string[] {
  const plain = permissions(new Specimen(undefined, WHERE, false));
  const waits = patterns.includes("sync") ? permissions(new Specimen(undefined, WHERE, true)) : [];
  const known = new Set(plain.flatMap(({ actions }) => actions));
  const added = waits
    .map((waiting) => ({
      ...waiting,
      actions: waiting.actions.filter((action) => !known.has(action)),
    }))
    .filter(({ actions }) => actions.length > 0);
  const lines = [...plain.map((one) => cells(one, "")), ...added.map((one) => cells(one, "_"))];
  if (lines.length === 0) return [`| ${name} | none |  |`];
  return lines.map((line, at) => `| ${at === 0 ? name : ""} ${line}`);
}

function cells({ actions, resources, condition }: RequiredPermission, mark: string): string {
  const what =
    "unknown" in resources
      ? `to be granted: ${resources.unknown}`
      : resources.map((resource) => `\`${resource}\``).join(", ");
  const keys = Object.values(condition ?? {}).flatMap((test) => Object.keys(test));
  const when = keys.length > 0 ? ` (${keys.join(", ")})` : "";
  return `| ${mark}${actions.join(", ")}${mark} | ${what}${when} |`;
}
