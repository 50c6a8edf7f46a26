import {
  type AwsEnvironment,
  type Condition,
  globalArn,
  regionalArn,
  serviceHost,
  type Statement,
} from "asl-toolkit/iam";
import { logDeliveryContext } from "asl-toolkit/permissions";

/** What a key policy has to know to name exactly the resources that use the key. */
export interface KeyUse extends AwsEnvironment {
  /** Names of the log groups that are encrypted with the key. */
  readonly logGroups?: readonly string[];
  /** Names of the state machines that are encrypted with the key. */
  readonly stateMachines?: readonly string[];
  /** Names of the trails that are encrypted with the key. */
  readonly trails?: readonly string[];
}

/** What a principal of the account does through a service: read, write, and let the service keep a grant. */
const USE_KEY = ofKms("Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey*", "ReEncrypt*");

/**
 * The statements by service. Each grants what the service's own page on encryption asks for and nothing else; where
 * the service acts with the caller's rights, the statement admits principals of the account through that service
 * only, and their own IAM policies decide which of them.
 */
const STATEMENTS = {
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
  logs: (use) => [
    service("AllowCloudWatchLogs", serviceHost("logs", use), {
      Action: ofKms("Decrypt*", "Describe*", "Encrypt*", "GenerateDataKey*", "ReEncrypt*"),
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": orAll(use.logGroups).map((name) =>
            regionalArn(use, "logs", `log-group:${name}`),
          ),
        },
      },
    }),
  ],
  /**
   * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html#encrypt-logs: the role of an encrypted
   * machine encrypts its log events, log delivery decrypts them. The context names the account, so no other condition is
   * needed, and AWS's page knows none.
   */
  logDelivery: (use) => [
    service("AllowLogDelivery", "delivery.logs.amazonaws.com", {
      Action: "kms:Decrypt*",
      Condition: { StringEquals: logDeliveryContext(use) },
    }),
    {
      ...ofAccount("AllowLogEncryption", use),
      Action: "kms:GenerateDataKey",
      Condition: { StringEquals: logDeliveryContext(use) },
    },
  ],
  /** https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html (execution role) */
  stepFunctions: (use) => [
    {
      // No kms:ViaService: the execution role calls KMS itself.
      ...ofAccount("AllowStepFunctions", use),
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Condition: oneOf(
        "kms:EncryptionContext:aws:states:stateMachineArn",
        orAll(use.stateMachines).map((name) => regionalArn(use, "states", `stateMachine:${name}`)),
      ),
    },
    { ...throughService("AllowDescribeByStepFunctions", "states", use), Action: "kms:DescribeKey" },
  ],
  /** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html */
  lambda: (use) => [
    throughService("AllowLambda", "lambda", use),
    grantsThroughService("AllowGrantsByLambda", "lambda", use),
  ],
  /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
  dynamodb: (use) => [
    throughService("AllowDynamoDb", "dynamodb", use),
    grantsThroughService("AllowGrantsByDynamoDb", "dynamodb", use),
  ],
  /** https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html */
  kinesis: (use) => [throughService("AllowKinesis", "kinesis", use)],
  /** https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
  secretsManager: (use) => [throughService("AllowSecretsManager", "secretsmanager", use)],
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
  s3: (use) => [throughService("AllowS3", "s3", use)],
  /** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
  sns: (use) => [
    throughService("AllowSns", "sns", use),
    publisher("AllowSnsDelivery", "sns.amazonaws.com", use),
  ],
  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
  sqs: (use) => [throughService("AllowSqs", "sqs", use)],
  /** https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html */
  ssm: (use) => [throughService("AllowSsm", "ssm", use)],
  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html (the schedule's role decrypts) */
  scheduler: (use) => [throughService("AllowScheduler", "scheduler", use)],
  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-at-rest-key-policy.html */
  events: (use) => [publisher("AllowEventBridge", "events.amazonaws.com", use)],
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
  cloudWatchAlarms: (use) => [publisher("AllowCloudWatchAlarms", "cloudwatch.amazonaws.com", use)],
  /** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
  cloudTrail: (use) => {
    const trails = orAll(use.trails).map((name) => regionalArn(use, "cloudtrail", `trail/${name}`));
    const ofTrails = oneOf("aws:SourceArn", trails);
    return [
      service("AllowCloudTrail", "cloudtrail.amazonaws.com", {
        Action: "kms:GenerateDataKey*",
        Condition: {
          ...ofTrails,
          StringLike: {
            ...ofTrails["StringLike"],
            "kms:EncryptionContext:aws:cloudtrail:arn": `arn:${use.partition}:cloudtrail:*:${use.accountId}:trail/*`,
          },
        },
      }),
      service("AllowDescribeByCloudTrail", "cloudtrail.amazonaws.com", {
        Action: "kms:DescribeKey",
        Condition: ofTrails,
      }),
    ];
  },
} satisfies Record<string, (use: KeyUse) => Statement[]>;

/** A service that can be given the use of a key. */
export type KeyService = keyof typeof STATEMENTS;

/** Every service that a key can be given to. */
export const KEY_SERVICES = Object.keys(STATEMENTS) as KeyService[];

/**
 * The statements of a key policy that give each service exactly the use of the key that it needs.
 * One statement list for all kinds of encrypted resources, so that no component writes its own.
 */
export function serviceStatements(services: readonly KeyService[], use: KeyUse): Statement[] {
  return [...new Set(services)].flatMap((name) => STATEMENTS[name](use));
}

function ofKms(...actions: string[]): string[] {
  return actions.map((action) => `kms:${action}`);
}

/** The names, or every one of the account's where none is named: an empty condition would match nothing. */
function orAll(names: readonly string[] = []): readonly string[] {
  return names.length > 0 ? names : ["*"];
}

/** The condition that a key is one of the texts: StringEquals takes a wildcard for a plain character. */
function oneOf(key: string, texts: string[]): Condition {
  const isPattern = texts.some((text) => /[*?]/.test(text));
  return { [isPattern ? "StringLike" : "StringEquals"]: { [key]: texts } };
}

/** A service principal under its own conditions. `*` in a key policy is the key itself. */
function service(
  Sid: string,
  principal: string,
  rest: Pick<Statement, "Action" | "Condition">,
): Statement {
  return { Sid, Effect: "Allow", Principal: { Service: principal }, Resource: "*", ...rest };
}

/** A service that publishes to an encrypted topic or queue on behalf of this account. */
function publisher(Sid: string, principal: string, { accountId }: KeyUse): Statement {
  return service(Sid, principal, {
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  });
}

/** Principals of the account, as far as their own IAM policies go. */
function ofAccount(Sid: string, use: KeyUse): Statement {
  return { Sid, Effect: "Allow", Principal: { AWS: globalArn(use, "iam", "root") }, Resource: "*" };
}

/** The same principals, but only through one service. */
function throughService(Sid: string, name: string, use: KeyUse): Statement {
  return {
    ...ofAccount(Sid, use),
    Action: USE_KEY,
    Condition: {
      StringEquals: {
        "kms:CallerAccount": use.accountId,
        "kms:ViaService": serviceHost(name, use),
      },
    },
  };
}

/** The principals of the account hand the key's use on, but only to the service, for an encrypted resource. */
function grantsThroughService(Sid: string, name: string, use: KeyUse): Statement {
  const { Condition, ...statement } = throughService(Sid, name, use);
  return {
    ...statement,
    Action: "kms:CreateGrant",
    Condition: { Bool: { "kms:GrantIsForAWSResource": "true" }, ...Condition },
  };
}
