import type { CloudControlClient } from "@aws-sdk/client-cloudcontrol";
import type { SFNClient, SFNClientConfig } from "@aws-sdk/client-sfn";
import * as pulumi from "@pulumi/pulumi";

/** A role of the AWS provider's configuration. */
interface AssumedRole {
  readonly roleArn: string;
  readonly sessionName?: string;
  readonly externalId?: string;
}

/** Keys, or how to get them. */
type Credentials = NonNullable<SFNClientConfig["credentials"]>;

/** Where a client of a hook goes, and as whom. */
interface ClientSettings extends Pick<SFNClientConfig, "profile" | "credentials" | "maxAttempts"> {
  readonly region: string;
  readonly endpoint?: string;
}

/** The client of Cloud Control for a resource, as the AWS provider would reach it. */
export async function cloudControl(arn: string): Promise<CloudControlClient> {
  const { CloudControlClient } = await import("@aws-sdk/client-cloudcontrol");
  return new CloudControlClient(await clientSettings("cloudcontrol", arn));
}

/** The client of Step Functions for a machine, as the AWS provider would reach it. */
export async function stepFunctions(arn: string): Promise<SFNClient> {
  const { SFNClient } = await import("@aws-sdk/client-sfn");
  return new SFNClient(await clientSettings("sfn", arn));
}

/** What the provider calls each service in `aws:endpoints`; it takes either name. */
const ENDPOINTS = {
  cloudcontrol: ["cloudcontrol", "cloudcontrolapi"],
  sfn: ["sfn", "stepfunctions"],
} as const;

/**
 * The configuration of the stack's AWS provider (`aws:profile`, `aws:accessKey`, `aws:assumeRoles`, `aws:endpoints`) in
 * the SDK's words, in the resource's region. What it does not say comes from the environment, as for the provider. The
 * settings of an explicit provider cannot be read by a program: its account has to be the environment's.
 */
export async function clientSettings(
  service: keyof typeof ENDPOINTS,
  arn: string,
): Promise<ClientSettings> {
  const config = new pulumi.Config("aws");
  const region = arn.split(":")[3] ?? "";
  const endpoints = Object.assign({}, ...(config.getObject<object[]>("endpoints") ?? [])) as Record<
    string,
    string | undefined
  >;
  const endpointOf = (names: readonly string[]) =>
    names.map((name) => endpoints[name]).find((each) => each !== undefined);
  const roles = config.getObject<AssumedRole[]>("assumeRoles") ?? [];
  const role = config.getObject<AssumedRole>("assumeRole");
  const profile = config.get("profile");
  const sts = endpointOf(["sts"]);
  let credentials = keysOf(config);
  for (const each of role ? [role, ...roles] : roles) {
    credentials = assumed(each, { region, profile, credentials, endpoint: sts });
  }
  // Waits out throttling: a rollout asks for hours.
  const endpoint = endpointOf(ENDPOINTS[service]);
  return { region, profile, endpoint, credentials, maxAttempts: 10 };
}

function keysOf(config: pulumi.Config): Credentials | undefined {
  const [accessKeyId, secretAccessKey] = [config.get("accessKey"), config.get("secretKey")];
  if (!accessKeyId || !secretAccessKey) return undefined;
  const sessionToken = config.get("token");
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** The keys of a role, anew when they run out: a rollout may outlast them. */
function assumed(role: AssumedRole, as: Omit<ClientSettings, "maxAttempts">): Credentials {
  return async () => {
    const { AssumeRoleCommand, STSClient } = await import("@aws-sdk/client-sts");
    const { Credentials: keys } = await new STSClient(as).send(
      new AssumeRoleCommand({
        RoleArn: role.roleArn,
        RoleSessionName: role.sessionName ?? "pulumi",
        ExternalId: role.externalId,
      }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken, Expiration } = keys ?? {};
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  };
}
