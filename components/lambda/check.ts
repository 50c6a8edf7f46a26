import * as pulumi from "@pulumi/pulumi";
import { keyProblems } from "../kms/check";
import { bucketProblems } from "../s3/check";
import { checkArguments } from "../shared/arguments/argument-rules";
import { RESERVED_ENVIRONMENT } from "../shared/limits/limits";
import { format, type Problems } from "../shared/problems";
import { UNSENDABLE } from "../shared/tags";
import { type LambdaFunctionArgs } from "./args";
import { type Code, RUNTIMES } from "./code/build";
import { edgeBucketArgs } from "./code/edge";
import { isPython, packageCode } from "./code/package";
import { hasLogKey, logKeyArgs } from "./log-group";
import { permissionId } from "./permissions";
import { resolveFunction, type ResolvedFunction } from "./resolve";

/**
 * Checks the arguments of a LambdaFunction and packages its code.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkLambdaFunctionArgs(args: LambdaFunctionArgs): Code {
  const problems = functionProblems(args);
  const code = packageCode(args, problems);
  problems.done("LambdaFunction");
  return code!;
}

/** What is wrong with the arguments, but for the code, which may be on another machine. */
export function functionProblems(args: LambdaFunctionArgs): Problems {
  const problems = checkArguments("LambdaFunction", args);
  const resolved = resolveFunction(args);
  checkNames(resolved, problems);
  checkSettings(args, problems);
  checkParts(resolved, problems);
  checkOwnership(resolved, problems);
  checkEnvironment(resolved, problems);
  checkParameters(resolved, problems);
  for (const key of Object.keys(resolved.permissions)) {
    problems.name(`permissions.${key}`, "statementId", permissionId(key));
  }
  return problems.tags(args, { roles: args.roleArn === undefined, objects: resolved.edge });
}

function checkNames(
  { names, roleArn, createLogGroup, ssmParams, alias }: ResolvedFunction,
  problems: Problems,
): void {
  problems.name("name", "function", names.function);
  if (alias !== false) problems.name("alias", "functionAlias", alias);
  if (createLogGroup) problems.name("name", "logGroup", names.logGroup);
  if (roleArn !== undefined) return;
  problems.name("name", "role", names.role).name("name", "policy", names.rolePolicy);
  if (Object.keys(ssmParams).length > 0) problems.name("name", "policy", names.parameterPolicy);
}

/** What the components that a function makes for itself would be refused for, in the words of the function. */
function checkParts(args: ResolvedFunction, problems: Problems): void {
  if (args.edge && args.edgeBucketName === undefined) {
    const { found } = bucketProblems(edgeBucketArgs(args));
    problems.nested(found, { bucketName: "name" }, "edgeBucket");
  }
  if (hasLogKey(args)) {
    problems.nested(keyProblems(logKeyArgs(args)).found, { name: "name" }, "ownKey");
  }
}

function checkSettings(args: LambdaFunctionArgs, problems: Problems): void {
  const { vpcConfig, runtime, entry, image, bundling } = args;
  if (entry === undefined && image === undefined) {
    problems.required("runtime", runtime).required("handler", args.handler);
  }
  const ofImage = (["runtime", "handler", "layerArns"] as const).filter((name) => args[name]);
  problems
    .add("image", image && args.edge && "cannot run at the edge")
    .add(
      "image",
      image && ofImage.length > 0 && `excludes ${ofImage.join(", ")}: the image has them`,
    )
    .add(
      "requirements",
      args.requirements !== undefined &&
        (args.sourceCodeDir === undefined || !isPython(runtime)) &&
        "is for sourceCodeDir with a runtime of Python",
    )
    .add("bundling", bundling && entry === undefined && "is for entry: nothing else is bundled")
    .add(
      "runtime",
      runtime &&
        !RUNTIMES.includes(runtime) &&
        `is ${format(runtime)}: the AWS provider knows ${relatives(runtime)}`,
    )
    .add(
      "vpcConfig",
      vpcConfig &&
        (vpcConfig.subnetIds.length === 0) !== (vpcConfig.securityGroupIds.length === 0) &&
        "needs both subnetIds and securityGroupIds",
    );
}

/** The known runtimes of the same family, or else all. */
function relatives(runtime: string): string {
  const family = /^[a-z]+/.exec(runtime)?.[0] ?? "";
  const related = RUNTIMES.filter((known) => family !== "" && known.startsWith(family));
  return (related.length > 0 ? related : RUNTIMES).join(", ");
}

function checkOwnership(args: ResolvedFunction, problems: Problems): void {
  const { roleArn, additionalRolePolicyArns, statements, edgeBucketName, ssmParams } = args;
  const ofParameters = Object.keys(ssmParams).length > 0 ? 1 : 0;
  const existing = roleArn !== undefined;
  const unused = "is for the own role, but roleArn names an existing one, which stays as it is";
  problems
    .size(
      "additionalRolePolicyArns",
      "attachedPolicies",
      existing ? 0 : additionalRolePolicyArns.length + ofParameters,
    )
    .add("additionalRolePolicyArns", existing && additionalRolePolicyArns.length > 0 && unused)
    .add("statements", existing && Array.isArray(statements) && statements.length > 0 && unused)
    .add("edgeBucketName", edgeBucketName !== undefined && !args.edge && "is for edge: set it")
    .add(
      "edgeBucketName",
      edgeBucketName === "" && "is empty: name the bucket, or leave it out for an own one",
    );
}

function checkEnvironment({ environmentVariables }: ResolvedFunction, problems: Problems): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(environmentVariables)) {
    bytes += Buffer.byteLength(name) + (typeof value === "string" ? Buffer.byteLength(value) : 0);
    const path = `environmentVariables.${name}`;
    const isReserved = RESERVED_ENVIRONMENT.names.includes(name);
    const rule =
      "must begin with a letter, then letters, digits and underscores, two characters at least";
    problems
      .add(path, !/^[a-zA-Z]\w+$/.test(name) && rule)
      .add(path, isReserved && "is a name that Lambda sets itself: choose another")
      .add(
        path,
        UNSENDABLE.includes(name) && "is a name that Pulumi's SDK cannot send: choose another",
      );
  }
  problems.size("environmentVariables", "environment", bytes);
}

function checkParameters({ ssmParams }: ResolvedFunction, problems: Problems): void {
  for (const [name, value] of Object.entries(ssmParams)) {
    const path = `ssmParams[${JSON.stringify(name)}]`;
    problems.name(path, "parameter", name);
    // The value is a secret: its length is all that a message may tell.
    if (pulumi.Output.isInstance(value) || typeof value !== "string") continue;
    problems
      .add(path, value === "" && "has an empty value, which SSM refuses")
      .size(path, "parameterValue", value.length);
  }
}
