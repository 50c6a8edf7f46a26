import * as pulumi from "@pulumi/pulumi";
import { Problems, format } from "../shared/problems";
import { LOG_RETENTION_DAYS } from "../shared/retention";
import { type LambdaFunctionArgs } from "./args";
import { bundledCode, type Code, folderCode, RUNTIMES } from "./code";
import { permissionId } from "./permissions";
import { resolveFunction, type ResolvedFunction } from "./resolve";

/** Five layers, and 4 KB of environment (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const MAX_LAYERS = 5;
const MAX_ENVIRONMENT_BYTES = 4096;

/** An advanced parameter holds 8 KB (https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html). */
const MAX_PARAMETER_CHARACTERS = 8192;

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
  const problems = new Problems().required(args, "prefix", "environment", "name");
  const resolved = resolveFunction(args);
  problems.name("name", "function", resolved.names.function);
  if (args.roleArn === undefined) problems.name("name", "role", resolved.names.role);
  checkSettings(args, problems);
  checkOwnership(resolved, problems);
  checkEnvironment(resolved, problems);
  checkParameters(resolved, problems);
  for (const [key, { principal }] of Object.entries(resolved.permissions)) {
    problems
      .name(`permissions.${key}`, "statementId", permissionId(key))
      .add(`permissions.${key}.principal`, !principal && "is missing: say who may invoke");
  }
  return problems.tags(args.tags);
}

function packageCode(args: LambdaFunctionArgs, problems: Problems): Code | undefined {
  const { entry, sourceCodeDir, code } = args;
  const given = [entry, sourceCodeDir, code].filter((source) => source !== undefined);
  if (given.length !== 1) {
    problems.add("entry", `give one of entry, sourceCodeDir and code, not ${given.length}`);
    return undefined;
  }
  try {
    if (entry !== undefined) return bundledCode(entry);
    if (sourceCodeDir !== undefined) return folderCode(sourceCodeDir);
  } catch (error) {
    const argument = entry === undefined ? "sourceCodeDir" : "entry";
    problems.add(argument, `${format(args[argument])}: ${(error as Error).message}`);
  }
  return code && { archive: code, hash: undefined };
}

function checkSettings(args: LambdaFunctionArgs, problems: Problems): void {
  const { layerArns = [], vpcConfig, alias, runtime } = args;
  if (args.entry === undefined) problems.required(args, "runtime", "handler");
  problems
    .add(
      "runtime",
      runtime !== undefined &&
        runtime !== "" &&
        !RUNTIMES.includes(runtime) &&
        `is ${format(runtime)}: the AWS provider knows ${relatives(runtime)}`,
    )
    .wholeNumber("timeout", args.timeout, 1, 900)
    .wholeNumber("memorySize", args.memorySize, 128, 10_240)
    .wholeNumber("reservedConcurrentExecutions", args.reservedConcurrentExecutions, -1, 1_000_000)
    .oneOf("architecture", args.architecture, ["x86_64", "arm64"])
    .oneOf("tracingMode", args.tracingMode, ["Active", "PassThrough"])
    .oneOf("logFormat", args.logFormat, ["JSON", "Text"])
    .oneOf("logLevel", args.logLevel, ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"])
    .oneOf("compatibility.roleScope", args.compatibility?.roleScope, ["account"])
    .oneOf("logRetentionInDays", args.logRetentionInDays, LOG_RETENTION_DAYS)
    .add(
      "layerArns",
      layerArns.length > MAX_LAYERS &&
        `has ${layerArns.length} layers: AWS allows ${MAX_LAYERS} on a function`,
    )
    .add(
      "vpcConfig",
      vpcConfig &&
        (vpcConfig.subnetIds.length === 0) !== (vpcConfig.securityGroupIds.length === 0) &&
        "needs both subnetIds and securityGroupIds",
    )
    .add(
      "alias",
      typeof alias === "string" &&
        // A number would be taken for a version (CreateAlias, Name).
        !/^(?!\d+$)[\w-]{1,128}$/.test(alias) &&
        `is ${format(alias)}: must be 1 to 128 letters, digits, hyphens and underscores, and not a number`,
    );
}

/** The known runtimes of the same family, or else all. */
function relatives(runtime: string): string {
  const family = /^[a-z]+/.exec(runtime)?.[0] ?? "";
  const related = RUNTIMES.filter((known) => family !== "" && known.startsWith(family));
  return (related.length > 0 ? related : RUNTIMES).join(", ");
}

function checkOwnership(args: ResolvedFunction, problems: Problems): void {
  const { roleArn, additionalRolePolicyArns, statements, edgeBucketName } = args;
  const existing = roleArn !== undefined;
  const unused = "is for the own role, but roleArn names an existing one, which stays as it is";
  problems
    .add("roleArn", roleArn === "" && "is empty: name the role, or leave it out for an own one")
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
    problems.add(
      `environmentVariables.${name}`,
      !/^[a-zA-Z]\w+$/.test(name) &&
        "must begin with a letter, then letters, digits and underscores, two characters at least",
    );
  }
  problems.add(
    "environmentVariables",
    bytes > MAX_ENVIRONMENT_BYTES &&
      `take ${bytes} bytes: Lambda holds ${MAX_ENVIRONMENT_BYTES}, so move large values to ssmParams`,
  );
}

function checkParameters({ ssmParams }: ResolvedFunction, problems: Problems): void {
  for (const [name, value] of Object.entries(ssmParams)) {
    const path = `ssmParams[${JSON.stringify(name)}]`;
    problems
      .name(path, "parameter", name)
      .add(path, /^\/?(aws|ssm)/i.test(name) && "begins with aws or ssm, which AWS reserves");
    // The value is a secret: its length is all that a message may tell.
    if (pulumi.Output.isInstance(value) || typeof value !== "string") continue;
    problems
      .add(path, value === "" && "has an empty value, which SSM refuses")
      .add(
        path,
        value.length > MAX_PARAMETER_CHARACTERS &&
          `has a value of ${value.length} characters: SSM allows ${MAX_PARAMETER_CHARACTERS}`,
      );
  }
}
