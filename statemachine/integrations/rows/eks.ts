import { ANY, type RequiredPermission, type Resources, requires } from "../required-permission";
import type { IntegrationCall } from "../call";
import { callback, jobOrCallback, type Integration } from "../integration";
import { arnOr } from "../../iam/resource-arns";
import { passRole, tagOnCreate } from "./companions";

/** Clusters of Amazon EKS and what runs in them. */
export const EKS: Readonly<Record<string, Integration>> = {
  "eks:createCluster": jobOrCallback(createCluster),
  "eks:createNodegroup": jobOrCallback(createNodegroup),
  "eks:createFargateProfile": jobOrCallback(createFargateProfile),
  "eks:deleteCluster": jobOrCallback((call) => [
    requires(
      ended(call, "eks:DeleteCluster", "eks:DescribeCluster"),
      cluster(call, "Name", "name"),
    ),
  ]),
  "eks:deleteNodegroup": jobOrCallback((call) => [
    requires(
      ended(call, "eks:DeleteNodegroup", "eks:DescribeNodegroup"),
      below(call, "nodegroup", "NodegroupName"),
    ),
  ]),
  "eks:deleteFargateProfile": jobOrCallback((call) => [
    requires(
      ended(call, "eks:DeleteFargateProfile", "eks:DescribeFargateProfile"),
      below(call, "fargateprofile", "FargateProfileName"),
    ),
  ]),
  // Kubernetes itself authorises these two (RBAC), not IAM.
  "eks:call": callback(() => []),
  "eks:runJob": jobOrCallback(() => []),
};

const ended = (call: IntegrationCall, action: string, watch: string): string[] =>
  call.sync ? [action, watch] : [action];

function cluster(call: IntegrationCall, field: string, opaque: "arn" | "name"): Resources {
  return call.on(field, (name) =>
    arnOr(name, (plain) => call.arn("eks", `cluster/${plain}`), opaque),
  );
}

/** `nodegroup/<cluster>/<name>/<id>` and the like; the id is made with the thing. */
function below(call: IntegrationCall, kind: string, field: string): Resources {
  const name = call.value(field);
  const named = name.is === "text" && !/[*?]/.test(name.text) ? `${name.text}/*` : "*";
  return call.on("ClusterName", (owner) => call.arn("eks", `${kind}/${owner}/${named}`));
}

function createCluster(call: IntegrationCall): RequiredPermission[] {
  return [
    requires("eks:CreateCluster", ANY),
    ...tagOnCreate(call, "eks:TagResource", cluster(call, "Name", "name")),
    ...(call.sync
      ? [requires(["eks:DescribeCluster", "eks:DeleteCluster"], cluster(call, "Name", "name"))]
      : []),
    passRole(call.arnIn("RoleArn"), "eks.amazonaws.com"),
  ];
}

function createNodegroup(call: IntegrationCall): RequiredPermission[] {
  return [
    requires("eks:CreateNodegroup", cluster(call, "ClusterName", "name")),
    ...tagOnCreate(call, "eks:TagResource", below(call, "nodegroup", "NodegroupName")),
    requires("ec2:DescribeSubnets", ANY),
    ...(call.sync
      ? [
          requires(
            ["eks:DescribeNodegroup", "eks:DeleteNodegroup"],
            below(call, "nodegroup", "NodegroupName"),
          ),
        ]
      : []),
    requires(["iam:GetRole", "iam:ListAttachedRolePolicies"], call.arnIn("NodeRole")),
    passRole(call.arnIn("NodeRole"), "eks.amazonaws.com"),
  ];
}

function createFargateProfile(call: IntegrationCall): RequiredPermission[] {
  return [
    requires("eks:CreateFargateProfile", cluster(call, "ClusterName", "name")),
    ...tagOnCreate(call, "eks:TagResource", below(call, "fargateprofile", "FargateProfileName")),
    ...(call.sync
      ? [
          requires(
            ["eks:DescribeFargateProfile", "eks:DeleteFargateProfile"],
            below(call, "fargateprofile", "FargateProfileName"),
          ),
        ]
      : []),
    passRole(call.arnIn("PodExecutionRoleArn"), "eks-fargate.amazonaws.com"),
  ];
}
