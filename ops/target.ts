import { createClients, type Clients } from "../engine/aws";
import type { ProgramFlags } from "../engine/cli";
import { environmentRegion } from "../engine/environment";
import { machineOf, offline, readConfig, runProgram, type StackResource } from "../engine/program";
import { UsageError } from "../statemachine/cli";
import { parseArn, regionalArn, type Arn } from "../statemachine/iam";
import { isRecord, jsonIn, text, type JsonRecord } from "../statemachine/json";

/** How a command is told about which state machine it is, and where. */
export interface TargetFlags extends ProgramFlags {
  readonly stack?: string;
  /** An ARN, of the machine or its alias or version; with `stack` one of its machines, by name. */
  readonly machine?: string;
  readonly endpoint?: string;
}

/** A state machine that exists. */
export interface Target {
  readonly clients: Clients;
  readonly arn: string;
  /** What to start: the alias that was named, or the stack's only one, else the machine. */
  readonly startArn: string;
  readonly type: "STANDARD" | "EXPRESS";
  readonly definition: JsonRecord;
  /** Where it logs; undefined where it does not. */
  readonly logGroup?: string;
  readonly logLevel: string;
  readonly tracing: boolean;
}

/** Clients that wait while AWS throttles: up to 12 tries of a request, with fewer requests a second. */
export function patientClients(region: string, endpoint?: string, account?: string): Clients {
  const own = process.env["AWS_ACCESS_KEY_ID"] ?? "";
  const named = account ?? (/^\d{12}$/.test(own) ? own : undefined);
  return createClients(endpoint, region, named, { retryMode: "adaptive", maxAttempts: 12 });
}

/**
 * The state machine that the flags name, as AWS has it.
 * @throws UsageError when they name none, or AWS has none under that name
 */
export async function targetOf(flags: TargetFlags): Promise<Target> {
  return flags.stack === undefined
    ? targetOfArn(flags)
    : asInAws(await ofStack(flags, flags.stack));
}

/** The same of flags that cannot name a stack. */
export async function targetOfArn(
  flags: Pick<TargetFlags, "machine" | "endpoint">,
): Promise<Target> {
  return asInAws(ofArn(flags));
}

async function asInAws({ clients, machine, alias }: Named): Promise<Target> {
  const found = await clients.sfn.describeStateMachine({ stateMachineArn: machine });
  const { level = "OFF", destinations = [] } = found.loggingConfiguration ?? {};
  const logs = destinations[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  const definition = jsonIn(found.definition ?? "{}");
  return {
    clients,
    arn: machine,
    startArn: alias ?? machine,
    type: found.type ?? "STANDARD",
    definition: isRecord(definition) ? definition : {},
    ...(logs === undefined ? {} : { logGroup: logs.split(":")[6] ?? "" }),
    logLevel: level,
    tracing: found.tracingConfiguration?.enabled ?? false,
  };
}

interface Named {
  readonly clients: Clients;
  readonly machine: string;
  readonly alias?: string;
}

function ofArn({ machine, endpoint }: Pick<TargetFlags, "machine" | "endpoint">): Named {
  if (machine === undefined) {
    throw new UsageError("which state machine? Give --stack NAME or --machine ARN");
  }
  const arn = statesArn(machine, "stateMachine");
  const [kind, name = "", alias] = arn.resource.split(":");
  return {
    clients: patientClients(arn.region, endpoint, arn.accountId),
    machine: regionalArn(arn, "states", `${kind}:${name}`),
    ...(alias === undefined ? {} : { alias: machine }),
  };
}

/** The machine of a stack: its name is what the program says, its account that of the credentials. */
async function ofStack(flags: TargetFlags, stack: string): Promise<Named> {
  const { values } = readConfig(flags.program, stack);
  const region = values["aws:region"] ?? environmentRegion() ?? "us-east-1";
  const document = await runProgram({
    stack,
    projectDir: flags.program,
    provider: offline({ region }),
  });
  const resource = machineOf(document, flags.machine);
  const { urn, name, inputs } = resource;
  if (typeof inputs["name"] !== "string") {
    throw new UsageError(
      `Pulumi makes the name of ${name}: give --machine ARN, as "pulumi stack output" has it, instead of --stack`,
    );
  }
  const clients = patientClients(region, flags.endpoint);
  const { Account: accountId = "" } = await clients.sts.getCallerIdentity({});
  const inAccount = ({ computed }: StackResource): string => {
    const arn = statesArn(text(computed, "arn") ?? "", "stateMachine");
    return regionalArn({ ...arn, accountId }, "states", arn.resource);
  };
  const aliases = document.resources.filter(
    ({ type, dependencies }) => type === "aws:sfn/alias:Alias" && dependencies.includes(urn),
  );
  const [alias] = aliases.length === 1 ? aliases : [];
  return {
    clients,
    machine: inAccount(resource),
    ...(alias === undefined ? {} : { alias: inAccount(alias) }),
  };
}

/** What an ARN of Step Functions is of. */
type Kind = "stateMachine" | "execution";

/** The parts of an ARN of Step Functions. @throws UsageError for anything else, or another kind */
export function statesArn(text: string, kind: Kind): Arn {
  const arn = statesArnIn(text, kind);
  if (arn !== undefined) return arn;
  throw new UsageError(
    `"${text}" is not the ARN of ${kind === "execution" ? "an execution" : "a state machine"}: it has the form arn:aws:states:REGION:ACCOUNT:${kind}:NAME${kind === "execution" ? ":EXECUTION" : ""}`,
  );
}

/** The same, undefined where there is none. */
export function statesArnIn(text: string, kind: Kind): Arn | undefined {
  const arn = parseArn(text);
  if (arn?.service !== "states" || !/^[a-z]+(-[a-z0-9]+)+$/.test(arn.region)) return undefined;
  const kinds: readonly string[] = kind === "execution" ? ["execution", "express"] : [kind];
  const isOfKind = kinds.includes(arn.resource.split(":")[0] ?? "");
  return isOfKind && /^\d{12}$/.test(arn.accountId) ? arn : undefined;
}
