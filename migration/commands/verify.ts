import { type AwsContext, createClients } from "../../engine/aws";
import {
  OFFLINE,
  offline,
  PROJECT_DIR,
  readConfig,
  recordRequests,
  runProgram,
} from "../../engine/program";
import { removedBlocks, stateRemoveLines } from "../release/release";
import { type Plan, planAdoption } from "../plan/plan";
import { columns } from "../../engine/table";
import { Secrets } from "../state/secrets";
import { readState, type State } from "../state/state";
import {
  compareWithAccount,
  compareWithProgram,
  type Finding,
  withDefaultTags,
} from "../release/verify";
import type { FormatFlags, StateFlags } from "./flags";
import { Exit, jsonText, UsageError } from "../../statemachine/cli";

type Flags = StateFlags &
  FormatFlags & { stack: string; account: boolean; removedBlocks?: boolean };

/** `migrate -- verify`: whether the state can be let go, and how. */
export async function verify(flags: Flags): Promise<Exit> {
  const state = await readState(flags.state, flags);
  const secrets = new Secrets(state.resources);
  return secrets.guard(() => compare(flags, state, secrets));
}

async function compare(flags: Flags, state: State, secrets: Secrets): Promise<Exit> {
  const plan = await planAdoption(state, flags);
  const { provider, requests } = recordRequests(offline(plan.where));
  const document = await runProgram({ stack: flags.stack, provider });
  const findings = compareWithProgram(plan, document);
  const account = flags.account && (await accountOf(flags, plan));
  if (account) {
    const { values } = readConfig(PROJECT_DIR, flags.stack);
    const requested = withDefaultTags(requests, values["aws:defaultTags"]);
    findings.push(...secrets.mask(await compareWithAccount(plan, requested, account)));
  }
  const release = flags.removedBlocks === true ? removedBlocks : stateRemoveLines;
  const lines = findings.length > 0 ? [] : release(plan, state.resources);
  process.stdout.write(
    flags.format === "json"
      ? jsonText({ findings, handover: lines })
      : verifyText(findings, lines, plan, account !== false),
  );
  return findings.length === 0 ? Exit.ok : Exit.findings;
}

/**
 * The account to compare with; false without credentials, which is reported.
 * @throws UsageError for the credentials of another account than the state's.
 */
async function accountOf(flags: Flags, { where }: Plan): Promise<AwsContext | false> {
  const clients = createClients(flags.endpoint, flags.region ?? where.region);
  try {
    const { Account: account } = await clients.sts.getCallerIdentity({});
    if (account !== where.accountId) {
      throw new UsageError(
        `the credentials are of account ${account}, but the state's resources are in ${where.accountId}`,
      );
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "CredentialsProviderError") throw error;
    process.stderr.write("no AWS credentials: the account is not compared\n");
    return false;
  }
  return { clients, environment: { ...OFFLINE, ...where }, folder: PROJECT_DIR };
}

/** The findings, or how to let go when there are none, for people. */
export function verifyText(
  findings: readonly Finding[],
  lines: readonly string[],
  plan: Plan,
  account: boolean,
): string {
  if (findings.length > 0) {
    const rows = findings.map(({ kind, resource, message }) => [kind, resource, message]);
    return `${columns([["Finding", "Resource", "What"], ...rows])}\n`;
  }
  const compared = account ? "state, program and account" : "state and program";
  return [
    `# ${plan.adopt.length} resources: ${compared} agree; no replacement pending, nothing orphaned.`,
    "# Terraform lets go, without destroying anything, by:",
    ...lines,
    "",
  ].join("\n");
}
