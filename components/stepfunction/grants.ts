import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "asl-toolkit/iam";
import { stableStringify } from "asl-toolkit/json";
import { isDeferredInput } from "../shared/arguments/inputs";
import rows from "./grant-kinds.json";

/** Who is granted something: a role, a role's name or ARN, or what has a role, such as a `LambdaFunction`. */
export type Grantee =
  | pulumi.Input<string>
  | iam.Role
  | { readonly executionRoleArn: pulumi.Input<string> }
  | { readonly roleArn: pulumi.Input<string> };

/** The machine that is granted. */
interface GrantedMachine {
  readonly name: string;
  readonly type: string;
  readonly arn: pulumi.Output<string>;
  readonly aliasArn: pulumi.Output<string>;
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  readonly parent: pulumi.Resource;
}

/** What a grant allows. */
interface GrantRow {
  /** Actions by what they are on: the alias, the machine itself, or its executions. */
  readonly actions: Readonly<Partial<Record<"alias" | "machine" | "executions", string[]>>>;
  /** Whether the caller itself decrypts what an own key encrypts (API reference, `includedData`). */
  readonly decrypts?: boolean;
  /** The type of machine that it is for. Defaults to both. */
  readonly type?: string;
}

/** Resource types from the service authorization reference of Step Functions. */
const GRANTS = rows as Readonly<Record<GrantKind, GrantRow>>;

/** What a role can be granted. */
type GrantKind = "start" | "startSync" | "read" | "taskResponse" | "redrive";

/**
 * Adds a policy to the grantee's role; `name` is the caller's and unique among the grants of this kind.
 * @throws pulumi.RunError for a machine of the other type, which has no such call
 */
export function grant(
  machine: GrantedMachine,
  kind: GrantKind,
  name: string,
  grantee: Grantee,
): void {
  const { actions, decrypts, type } = GRANTS[kind];
  if (type !== undefined && type !== machine.type) {
    throw new pulumi.RunError(
      `${machine.name} is ${machine.type}: the grant "${kind}" is for ${type} workflows only`,
    );
  }
  const { arn, aliasArn, kmsKeyArn, parent } = machine;
  const policy = pulumi.all([arn, aliasArn, kmsKeyArn]).apply(([own, alias, key]) => {
    const executions = `${own.replace(":stateMachine:", ":execution:")}:*`;
    const resources = { alias, machine: own, executions };
    const statements = Object.entries(actions).map(([on, Action]): Statement => ({
      Effect: "Allow",
      Action,
      Resource: resources[on as keyof typeof resources],
    }));
    const needsKey = decrypts && key !== undefined;
    return stableStringify(
      policyDocument(needsKey ? [...statements, decryption(key, own)] : statements),
    );
  });
  new iam.RolePolicy(
    `${machine.name}-${kind}-${name}`,
    { role: roleName(grantee), policy },
    { parent },
  );
}

/** Reads with the key what this machine has encrypted. */
export function decryption(Resource: string, machineArn: string): Statement {
  return {
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource,
    Condition: {
      StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": machineArn },
    },
  };
}

/** Outputs answer to every property, so they are told apart first. */
function roleName(grantee: Grantee): pulumi.Output<string> {
  if (grantee instanceof iam.Role) return grantee.name;
  const text =
    typeof grantee === "string" || isDeferredInput(grantee)
      ? grantee
      : "executionRoleArn" in grantee
        ? grantee.executionRoleArn
        : grantee.roleArn;
  return pulumi.output(text).apply((arn) => arn.split("/").at(-1)!);
}
