import { display } from "asl-toolkit/json";
import { textList } from "../shared/settings";
import * as t from "../shared/types";
import { tagsOf } from "../shared/tags";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg";

export const stepfunctionsExecutionData: readonly PolicyRule[] = [
  {
    id: "sfn-machine-execution-data-logged",
    meta: {
      description: "A state machine logs what its executions work on.",
      pillar: "operations",
      severity: "low",
      level: "disabled",
      controls: ["CKV_AWS_285"],
      remedy:
        "Set `loggingConfiguration.includeExecutionData` to true, if the data may be in a log.",
      docs: { url: `${GUIDE}/cw-logs.html` },
    },
    types: [t.MACHINE],
    check: ({ resource: machine, report }) => {
      if (machine.flag("loggingConfiguration.includeExecutionData") !== true) {
        report("loggingConfiguration.includeExecutionData is not true.");
      }
    },
  },
  {
    id: "sfn-machine-execution-data-private",
    meta: {
      description:
        "Execution data is logged only where the settings allow it: by default to an encrypted log group.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: [],
      remedy:
        "Remove `loggingConfiguration.includeExecutionData`, or set `kmsKeyId` on the log group.",
      docs: { url: `${GUIDE}/cw-logs.html` },
    },
    settings: {
      allowExecutionData: {
        type: "string",
        enum: ["always", "encrypted", "never"],
        default: "encrypted",
        description: "Where execution data may be logged.",
      },
      sensitiveTags: textList(
        ["sensitive", "confidential", "restricted"],
        "Tag values that mark a machine whose data must not be logged at all.",
      ),
    },
    ...onEach([t.MACHINE], (machine, stack, setting) => {
      if (machine.flag("loggingConfiguration.includeExecutionData") !== true) return undefined;
      const allowed = setting<string>("allowExecutionData");
      if (allowed === "always") return undefined;
      const words = setting<string[]>("sensitiveTags");
      const tag = Object.entries(tagsOf(machine)).find(([, value]) =>
        words.includes(display(value).toLowerCase()),
      );
      if (tag !== undefined)
        return `logs execution data and is tagged ${tag.map(display).join(" = ")}`;
      if (allowed === "never") return "logs execution data";
      const [group] = stack.linked(machine, "loggingConfiguration.logDestination", t.LOG_GROUP);
      return group !== undefined && group.value("kmsKeyId") === undefined
        ? `logs execution data to ${group.label}, which has no key`
        : undefined;
    }),
  },
];
