import { checkArguments } from "../shared/arguments/argument-rules";
import { type TriggerArgs } from "./args";
import { resolveTrigger, roleName, SOURCES } from "./resolve";

/**
 * Checks the arguments of a Trigger; limits from the API references (RetryPolicy, CreatePipe, throttling).
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkTriggerArgs(args: TriggerArgs): void {
  const problems = checkArguments("Trigger", args);
  const { triggerName, express } = resolveTrigger(args);
  const given = SOURCES.filter((source) => args[source] !== undefined);
  problems
    .name("name", "trigger", triggerName)
    .name("name", "role", roleName({ triggerName }))
    .add(
      "schedule",
      given.length !== 1 && `give one of ${SOURCES.join(", ")}, not ${given.join(", ") || "none"}`,
    )
    .add(
      "http.idempotencyHeader",
      args.http?.idempotencyHeader !== undefined &&
        express &&
        "is for Standard workflows: AWS does not compare the names of Express executions",
    )
    .tags(args, { roles: true })
    .done("Trigger");
}
