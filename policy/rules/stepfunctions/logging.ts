import * as t from "../shared/types";
import type { PolicyMeta, ResourceRule, PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg";

/** Log levels from nothing to everything. */
const LEVELS = ["OFF", "FATAL", "ERROR", "ALL"];

export const stepfunctionsLogging: readonly PolicyRule[] = [
  {
    id: "sfn-machine-logging",
    meta: {
      description: "A state machine logs its failures, at the level of the settings or better.",
      pillar: "operations",
      severity: "medium",
      level: "mandatory",
      controls: [
        "StepFunctions.1",
        "CKV_AWS_285",
        "CT.STEPFUNCTIONS.PR.1",
        "STEP_FUNCTIONS_STATE_MACHINE_LOGGING_ENABLED",
        "stepfunctions_statemachine_logging_enabled",
      ],
      remedy: "Set `loggingConfiguration` with `level` ERROR or ALL and a `logDestination`.",
      docs: { url: `${GUIDE}/cw-logs.html` },
    },
    types: [t.MACHINE],
    settings: {
      minLogLevel: {
        type: "string",
        enum: LEVELS.slice(1),
        default: "ERROR",
        description: "The least level.",
      },
    },
    check: ({ resource: machine, report, part, setting }) => {
      void part(() => {
        const level = machine.text("loggingConfiguration.level") ?? "OFF";
        const least = setting<string>("minLogLevel");
        if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) {
          report(`loggingConfiguration.level is ${level}, less than ${least}.`);
        }
      });
      void part(() => {
        const off =
          !machine.pending("loggingConfiguration.level") &&
          !machine.has("loggingConfiguration.level");
        if (off || machine.pending("loggingConfiguration")) return;
        if (!machine.has("loggingConfiguration.logDestination")) {
          report("loggingConfiguration.logDestination is not set: the logs go nowhere.");
        }
      });
    },
  },
  logAll("sfn-machine-log-all", "STANDARD", {
    level: "advisory",
    description: "A standard state machine logs every event.",
  }),
  logAll("sfn-express-log-all", "EXPRESS", {
    level: "mandatory",
    description: "An express state machine logs every event: it has no other history.",
  }),
  {
    id: "sfn-machine-log-destination",
    meta: {
      description: "A state machine's log destination is the log group's ARN with `:*` at its end.",
      pillar: "operations",
      severity: "medium",
      level: "mandatory",
      controls: [],
      remedy: "Set `loggingConfiguration.logDestination` to the log group's ARN followed by `:*`.",
      docs: { url: `${GUIDE}/cw-logs.html` },
    },
    types: [t.MACHINE],
    check: ({ resource: machine, report }) => {
      const destination = machine.text("loggingConfiguration.logDestination");
      if (destination && !destination.endsWith(":*")) {
        report(`loggingConfiguration.logDestination is ${destination}.`);
      }
    },
  },
];

function logAll(
  id: string,
  type: "STANDARD" | "EXPRESS",
  { level, description }: Pick<PolicyMeta, "level" | "description">,
): ResourceRule {
  return {
    id,
    meta: {
      description,
      pillar: "operations",
      severity: "medium",
      level,
      controls: ["AwsSolutions-SF1"],
      remedy: "Set `loggingConfiguration.level` to ALL.",
      docs: { url: `${GUIDE}/cw-logs.html` },
    },
    types: [t.MACHINE],
    check: ({ resource: machine, report }) => {
      const level = machine.text("loggingConfiguration.level");
      // No logging at all is the finding of the rule on logging.
      if (level === undefined || level === "ALL" || level === "OFF") return;
      if ((machine.text("type") ?? "STANDARD").toUpperCase() !== type) return;
      report(`loggingConfiguration.level is ${level}.`);
    },
  };
}
