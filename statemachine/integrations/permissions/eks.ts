import { arnOr } from "../../iam/resource-arns";
import {
  ANY,
  type Call,
  type Need,
  type Resources,
  type Rule,
  job,
  need,
  request,
} from "../../permissions/need";
import { passRole, tagOnCreate } from "./companions";

/** Clusters of Amazon EKS and what runs in them. */
export const EKS: Readonly<Record<string, Rule>> = {
  "eks:createCluster": job(createCluster),
  "eks:createNodegroup": job(createNodegroup),
  "eks:createFargateProfile": job(createFargateProfile),
  "eks:deleteCluster": job((call) => [
    need(ended(call, "eks:DeleteCluster", "eks:DescribeCluster"), cluster(call, "Name", "name")),
  ]),
  "eks:deleteNodegroup": job((call) => [
    need(
      ended(call, "eks:DeleteNodegroup", "eks:DescribeNodegroup"),
      below(call, "nodegroup", "NodegroupName"),
    ),
  ]),
  "eks:deleteFargateProfile": job((call) => [
    need(
      ended(call, "eks:DeleteFargateProfile", "eks:DescribeFargateProfile"),
      below(call, "fargateprofile", "FargateProfileName"),
    ),
  ]),
  // Kubernetes itself authorises these two (RBAC), not IAM.
  "eks:call": request(() => []),
  "eks:runJob": job(() => []),
};

const ended = (call: Call, action: string, watch: string): string[] =>
  call.sync ? [action, watch] : [action];

function cluster(call: Call, field: string, opaque: "arn" | "name"): Resources {
  return call.on(field, (name) =>
    arnOr(name, (plain) => call.arn("eks", `cluster/${plain}`), opaque),
  );
}

/** `nodegroup/<cluster>/<name>/<id>` and the like; the id is made with the thing. */
function below(call: Call, kind: string, field: string): Resources {
  const name = call.value(field);
  const named = name.is === "text" && !/[*?]/.test(name.text) ? `${name.text}/*` : "*";
  return call.on("ClusterName", (owner) => call.arn("eks", `${kind}/${owner}/${named}`));
}

function createCluster(call: Call): Need[] {
  return [
    need("eks:CreateCluster", ANY),
    ...tagOnCreate(call, "eks:TagResource", cluster(call, "Name", "name")),
    ...(call.sync
      ? [need(["eks:DescribeCluster", "eks:DeleteCluster"], cluster(call, "Name", "name"))]
      : []),
    passRole(call.arnIn("RoleArn"), "eks.amazonaws.com"),
  ];
}

function createNodegroup(call: Call): Need[] {
  return [
    need("eks:CreateNodegroup", cluster(call, "ClusterName", "name")),
    ...tagOnCreate(call, "eks:TagResource", below(call, "nodegroup", "NodegroupName")),
    need("ec2:DescribeSubnets", ANY),
    ...(call.sync
      ? [
          need(
            ["eks:DescribeNodegroup", "eks:DeleteNodegroup"],
            below(call, "nodegroup", "NodegroupName"),
          ),
        ]
      : []),
    need(["iam:GetRole", "iam:ListAttachedRolePolicies"], call.arnIn("NodeRole")),
    passRole(call.arnIn("NodeRole"), "eks.amazonaws.com"),
  ];
}

function createFargateProfile(call: Call): Need[] {
  return [
    need("eks:CreateFargateProfile", cluster(call, "ClusterName", "name")),
    ...tagOnCreate(call, "eks:TagResource", below(call, "fargateprofile", "FargateProfileName")),
    ...(call.sync
      ? [
          need(
            ["eks:DescribeFargateProfile", "eks:DeleteFargateProfile"],
            below(call, "fargateprofile", "FargateProfileName"),
          ),
        ]
      : []),
    passRole(call.arnIn("PodExecutionRoleArn"), "eks-fargate.amazonaws.com"),
  ];
}
