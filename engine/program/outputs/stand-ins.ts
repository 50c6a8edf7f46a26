import { regionalArn } from "../../../statemachine/iam";
import type { Created, ResourceRequest } from "../provider";
import others from "./other-types.json";
import { regional, type Output, type OutputEnvironment, type OutputRow } from "./row";

/** How the ARN of a load balancer names its type. */
const BALANCERS: Readonly<Record<string, string>> = { network: "net", gateway: "gwy" };

/** The ARN of what belongs to a load balancer: the owner's, with another kind of resource and one part more. */
const below =
  (owner: string, kind: string, own: string): Output =>
  ({ fill }) =>
    fill(`{${owner}}/{made}`).replace(`:${kind}/`, `:${own}/`);

/**
 * AWS types that programs often use beside those that this project does: the forms of their ids, ARNs and addresses. Their
 * other outputs are unknown.
 *
 * Source: the sections "Import" and "Attribute Reference" of version 7 of the AWS provider, and the Service Authorization Reference.
 */
export const OTHER_TYPES: Readonly<Record<string, OutputRow>> = {
  ...Object.fromEntries(
    Object.entries(others as Readonly<Record<string, OtherType>>).map(([type, row]) => {
      const { named, ...outputs } = row;
      return [type, { named, outputs: "id" in outputs ? outputs : { id: "{made}", ...outputs } }];
    }),
  ),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    parts: { issuer: ({ fill }) => fill("{url}").replace(/^https:\/\//, "") },
    outputs: { arn: "arn:{partition}:iam::{accountId}:oidc-provider/{issuer}", id: "{arn}" },
  },
  "aws:lb/listener:Listener": {
    outputs: { arn: below("loadBalancerArn", "loadbalancer", "listener"), id: "{arn}" },
  },
  "aws:lb/listenerRule:ListenerRule": {
    outputs: { arn: below("listenerArn", "listener", "listener-rule"), id: "{arn}" },
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    named: "name",
    parts: { type: ({ fill }) => BALANCERS[fill("{loadBalancerType|application}")] ?? "app" },
    outputs: {
      arnSuffix: "{type}/{name}/{made}",
      arn: regional("elasticloadbalancing", "loadbalancer/{arnSuffix}"),
      id: "{arn}",
    },
  },
};

/** A row of `other-types.json`: the outputs, and which input holds the name. Without an id, AWS invents it. */
type OtherType = { readonly named?: string } & Readonly<Record<string, string | number>>;

/**
 * The id, and in AWS the ARN, that stand for those of a resource of which nobody here knows the form: the type's service and
 * name, and the resource's name, `ec2-vpc-main` for `aws:ec2/vpc:Vpc` called `main`.
 */
export function standIn(
  { type, name, id }: ResourceRequest,
  environment: OutputEnvironment,
): Created {
  const [provider, module = "", kind = ""] = type.split(":");
  const service = module.split("/")[0] ?? module;
  const resource = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
  const made = id ?? [service, resource, name].join("-").replace(/[^\w.]+/g, "-");
  if (provider !== "aws") return { id: made };
  const arn = regionalArn(environment, service, `${resource}/${id ?? name}`);
  return { id: made, arn: made.startsWith("arn:") ? made : arn };
}
