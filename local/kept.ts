import { SECRET_KEY } from "../engine/aws";
import { logGroups } from "./console/stack-facts";
import type { LocalRun } from "./run";

/** An emulator that stays up, and what a run has left in it. */
interface Kept
  extends
    Pick<LocalRun, "emulator" | "account" | "region">,
    Partial<Pick<LocalRun, "machineArn" | "executions" | "document">> {
  /** The address of a console, which stays up too. */
  readonly console?: string;
}

/** Lines on how to reach an emulator that stays up, what to ask it, and how to end it. */
export function keptNotice(kept: Kept): string[] {
  const { emulator, account, region } = kept;
  const { endpoint, pid } = emulator;
  const lines = examples(kept);
  return [
    "",
    ...(kept.console === undefined ? [] : [`The console in the browser: ${kept.console}`]),
    "The emulator stays up. Any AWS tool reaches it with:",
    `  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region}`,
    `  export AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=${SECRET_KEY}`,
    ...(lines.length === 0 ? [] : ["For example:", ...lines.map((line) => `  ${line}`)]),
    "The Pulumi CLI takes it where Pulumi.local.yaml says so, in an account of its own:",
    `  pulumi up --stack local     # with the endpoint ${endpoint}`,
    ...(pid === undefined ? [] : ["It ends with:", `  kill ${pid}`]),
  ];
}

/** Lines for the AWS CLI about what is there. */
function examples({ machineArn, executions = [], document }: Kept): string[] {
  if (machineArn === undefined) return [];
  const executionArn = executions.at(-1)?.execution.executionArn;
  const logs = document === undefined ? [] : logGroups(document);
  return [
    `aws stepfunctions start-execution --state-machine-arn ${machineArn} --input '{}'`,
    ...(executionArn === undefined
      ? []
      : [`aws stepfunctions get-execution-history --execution-arn ${executionArn}`]),
    ...logs.map((group) => `aws logs tail ${group}`),
  ];
}
