import { type Statement } from "asl-toolkit/iam";

/** Lets AWS services assume a role, under conditions where they are given. */
export function trust(
  services: readonly string[],
  rest: Pick<Statement, "Sid" | "Condition"> = {},
): Statement {
  return {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: services.length === 1 ? services[0]! : [...services] },
    ...rest,
  };
}
