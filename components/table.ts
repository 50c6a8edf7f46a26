import * as dynamodb from "@pulumi/aws/dynamodb";
import * as pulumi from "@pulumi/pulumi";
import { keyOrOwn } from "./kms/own-key";
import { contextOf } from "./shared/context";
import { named } from "./shared/tags";
import { takeName } from "./shared/unique";
import { type TableArgs } from "./table/args";
import { checkTableArgs } from "./table/check";
import { keyAttributes, resolveTable } from "./table/resolve";

/** A DynamoDB table that is encrypted, can be put back to any second of the last 35 days, and refuses to be deleted. */
export class Table extends pulumi.ComponentResource {
  /** The table's ARN. */
  public readonly arn: pulumi.Output<string>;
  /** The table's name. */
  public readonly tableName: pulumi.Output<string>;
  /** ARN of the stream of changes; undefined when there is none. */
  public readonly streamArn: pulumi.Output<string> | undefined;
  /** ARN of the key that encrypts. */
  public readonly kmsKeyArn: pulumi.Output<string>;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made */
  public constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    checkTableArgs(args);
    super("stepfunctions:index:Table", name, {}, opts);
    const context = contextOf(this, name, resolveTable(args));
    const { tableName, partitionKey, sortKey, indexes, stream, ...settings } = context.args;
    takeName(this, "aws:dynamodb/table:Table", tableName);
    const kmsKeyArn = keyOrOwn(context, "table", ["dynamodb"]);
    const attributes = new Map(
      keyAttributes(context.args).map(([, { name: of, type = "S" }]) => [of, type]),
    );
    const table = new dynamodb.Table(
      name,
      {
        name: tableName,
        billingMode: "PAY_PER_REQUEST",
        attributes: [...attributes].map(([of, type]) => ({ name: of, type })),
        hashKey: partitionKey.name,
        rangeKey: sortKey?.name,
        globalSecondaryIndexes: Object.entries(indexes).map(([of, key]) => ({
          name: of,
          hashKey: key.partitionKey.name,
          rangeKey: key.sortKey?.name,
          projectionType: "ALL",
        })),
        ttl: settings.expiresAttribute
          ? { enabled: true, attributeName: settings.expiresAttribute }
          : undefined,
        streamEnabled: stream === undefined ? undefined : true,
        streamViewType: stream,
        pointInTimeRecovery: { enabled: settings.pointInTimeRecovery },
        deletionProtectionEnabled: settings.deletionProtection,
        serverSideEncryption: { enabled: true, kmsKeyArn },
        tags: named(settings.baseTags, tableName),
      },
      { parent: this },
    );

    this.arn = table.arn;
    this.tableName = table.name;
    this.streamArn = stream === undefined ? undefined : table.streamArn;
    this.kmsKeyArn = pulumi.output(kmsKeyArn);
    this.registerOutputs({ arn: this.arn, tableName: this.tableName, kmsKeyArn: this.kmsKeyArn });
  }
}
