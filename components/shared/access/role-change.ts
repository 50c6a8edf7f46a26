import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { hookName, optionalHook, takesHooks } from "../hooks";

/** What a service answers while a role's new rights have not reached it, by what was asked of it. */
interface Refusals {
  readonly create?: RegExp;
  readonly update?: RegExp;
}

/**
 * The refusals that the AWS provider does not wait out itself (docs/deploying.md has who waits for what). An answer that
 * names a user is about who deploys, whom waiting does not help; but KMS calls a machine's role so.
 */
const REFUSALS = {
  "aws:sfn/stateMachine:StateMachine": {
    create: /KmsAccessDeniedException/,
    update: /KmsAccessDeniedException|AccessDeniedException: (?!User: )/,
  },
  "aws:pipes/pipe:Pipe": { update: /customer role/ },
} as const satisfies Readonly<Record<string, Refusals>>;

/** A type that AWS checks against its role, when it is made or changed. */
type FollowsRole = keyof typeof REFUSALS;

/** Seconds before each further try: two minutes in all, as long as the AWS provider waits for IAM elsewhere. */
const WAITS = [2, 4, 8, 16, 30, 30, 30];

/** Seconds that a new role has before a pipe is made with it: a pipe that failed stays, and cannot be tried again. */
const PIPE_WAIT = 15;

/** What an error hook is told, as far as it is asked for. */
type Failure = Pick<pulumi.ErrorHookArgs, "type" | "failedOperation" | "errors">;

/** Seconds until a refused operation is tried again; undefined when it is not, as no role is at fault or time is up. */
export function secondsToRetry({ type, failedOperation, errors }: Failure): number | undefined {
  const refusals: Refusals = REFUSALS[type as FollowsRole];
  const refusal = refusals[failedOperation as keyof Refusals];
  return refusal?.test(errors[0] ?? "") ? WAITS[errors.length - 1] : undefined;
}

/**
 * The hooks of a resource that follows a role: what is refused because the role's rights are on their way is tried again.
 * Undefined under the mocks of Pulumi's SDK, which take no hooks.
 */
export function roleHooks(type: FollowsRole, name: string): pulumi.ResourceHookBinding | undefined {
  if (!takesHooks()) return undefined;
  const retry = new pulumi.ErrorHook(hookName("retry", type, name), async (failure) => {
    const seconds = secondsToRetry(failure);
    if (seconds !== undefined) await sleep(seconds * 1_000);
    return seconds !== undefined;
  });
  if (type !== "aws:pipes/pipe:Pipe") return { onError: [optionalHook(retry)] };
  const wait = new pulumi.ResourceHook(hookName("wait", type, name), () =>
    sleep(PIPE_WAIT * 1_000),
  );
  return { beforeCreate: [optionalHook(wait)], onError: [optionalHook(retry)] };
}
