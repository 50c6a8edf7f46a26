import * as pulumi from "@pulumi/pulumi";

/** One resource that the program registered, as the engine would have received it. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- inputs of any resource type
  readonly inputs: Record<string, any>;
  readonly custom: boolean;
}

/** The account, region and partition that the mocked data sources answer with. */
export const ACCOUNT = "000000000000";
export const REGION = "us-east-1";

const DATA_SOURCES: Record<string, Record<string, unknown>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": {
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    userId: ACCOUNT,
    id: ACCOUNT,
  },
  "aws:index/getRegion:getRegion": { region: REGION, name: REGION, id: REGION, description: "" },
  "aws:index/getPartition:getPartition": {
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
    id: "aws",
  },
};

/**
 * Starts a recording mock engine and returns the list it fills.
 * A data source that is not in the table is a failure that names its token.
 *
 * What it does not prove: parentage, dependencies, and anything the provider itself would check.
 */
export async function record(preview = false): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, custom, id }) {
        recorded.push({ type, name, inputs, custom: custom ?? true });
        const physical = id || String(inputs["name"] ?? inputs["bucket"] ?? name);
        return { id: physical, state: { arn: arnOf(type, physical), ...inputs } };
      },
      call({ token }) {
        const answer = DATA_SOURCES[token];
        if (answer === undefined) throw new Error(`unmocked call: ${token}`);
        return answer;
      },
    },
    "stepfunctions",
    "test",
    preview,
  );
  return recorded;
}

/** Waits for an Output and gives its plain value. */
export function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    output.apply(resolve);
    // A rejected Output never runs its apply: its promise is the only place to hear of it.
    (output as unknown as { promise(): Promise<T> }).promise().catch(reject);
  });
}

function arnOf(type: string, id: string): string {
  const service = type.split(":")[1]?.split("/")[0] ?? "unknown";
  return service === "s3" ? `arn:aws:s3:::${id}` : `arn:aws:${service}:${REGION}:${ACCOUNT}:${id}`;
}
