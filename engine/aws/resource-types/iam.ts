import type * as sdk from "@aws-sdk/client-iam";
import type * as iam from "@pulumi/aws/iam";
import { NOT_STORED, resourceType } from "../resource-type";
import { camel, documentText, pascal, tagList, tagMap } from "../words";

const ROLE = { name: "RoleName", assumeRolePolicy: "AssumeRolePolicyDocument" };

const POLICY = { name: "PolicyName", policy: "PolicyDocument" };

/** AWS Identity and Access Management. */
export const iamTypes = {
  "aws:iam/role:Role": resourceType<iam.RoleArgs>({
    async create({ assumeRolePolicy, tags, ...inputs }, { clients: { iam } }) {
      const { Role: role } = await iam.createRole({
        ...pascal<sdk.CreateRoleRequest>(inputs, ROLE),
        AssumeRolePolicyDocument: documentText(assumeRolePolicy),
        Tags: tagList(tags),
      });
      return { arn: role?.Arn, uniqueId: role?.RoleId };
    },
    async read(RoleName, _, { clients: { iam } }) {
      const { Role: role } = await iam.getRole({ RoleName });
      return {
        ...camel<object>(role, ROLE),
        assumeRolePolicy: decoded(role?.AssumeRolePolicyDocument),
        permissionsBoundary: role?.PermissionsBoundary?.PermissionsBoundaryArn,
        tags: tagMap(role?.Tags),
      };
    },
    unread: { forceDetachPolicies: NOT_STORED },
  }),

  "aws:iam/policy:Policy": resourceType<iam.PolicyArgs>({
    async create({ policy: document, tags, ...inputs }, { clients: { iam } }) {
      const { Policy: policy } = await iam.createPolicy({
        ...pascal<sdk.CreatePolicyRequest>(inputs, POLICY),
        PolicyDocument: documentText(document),
        Tags: tagList(tags),
      });
      return { id: policy?.Arn, arn: policy?.Arn, policyId: policy?.PolicyId };
    },
    async read(PolicyArn, _, { clients: { iam } }) {
      const { Policy: policy } = await iam.getPolicy({ PolicyArn });
      const { PolicyVersion: version } = await iam.getPolicyVersion({
        PolicyArn,
        VersionId: policy?.DefaultVersionId,
      });
      const { Tags } = await iam.listPolicyTags({ PolicyArn });
      return {
        ...camel<object>(policy, POLICY),
        policy: decoded(version?.Document),
        tags: tagMap(Tags),
      };
    },
  }),

  "aws:iam/rolePolicy:RolePolicy": resourceType<iam.RolePolicyArgs>({
    async create({ name, role, policy }, { clients: { iam } }) {
      await iam.putRolePolicy({
        PolicyName: name,
        RoleName: role as string,
        PolicyDocument: documentText(policy),
      });
    },
    async read(id, _, { clients: { iam } }) {
      const [RoleName, PolicyName] = id.split(":");
      const found = await iam.getRolePolicy({ RoleName, PolicyName });
      return {
        name: found.PolicyName,
        role: found.RoleName,
        policy: decoded(found.PolicyDocument),
      };
    },
  }),

  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": resourceType<iam.RolePolicyAttachmentArgs>({
    async create({ role, policyArn: PolicyArn }, { clients: { iam } }) {
      const RoleName = role as string;
      await iam.attachRolePolicy({ RoleName, PolicyArn });
    },
    async read(_, { role, policyArn }, { clients: { iam } }) {
      const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({
        RoleName: role as string,
      });
      const found = AttachedPolicies.find(({ PolicyArn }) => PolicyArn === policyArn);
      return { role: found && role, policyArn: found?.PolicyArn };
    },
  }),
};

/** IAM answers with documents in URL encoding. */
function decoded(document: string | undefined): string | undefined {
  return document === undefined ? undefined : decodeURIComponent(document);
}
