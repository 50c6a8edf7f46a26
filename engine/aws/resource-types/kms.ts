import * as sdk from "@aws-sdk/client-kms";
import type * as aws from "@pulumi/aws";
import { NOT_STORED, resourceType } from "../resource-type";

const POLICY = "default";

/** AWS Key Management Service. */
export const kmsTypes = {
  "aws:kms/key:Key": resourceType<aws.kms.KeyArgs>({
    async create(inputs, { clients: { kms } }) {
      const { KeyMetadata } = await kms.send(
        new sdk.CreateKeyCommand({
          Description: inputs.description,
          Policy: inputs.policy,
          KeyUsage: inputs.keyUsage as sdk.KeyUsageType,
          KeySpec: inputs.customerMasterKeySpec as sdk.KeySpec,
          MultiRegion: inputs.multiRegion,
          Tags: tags(inputs.tags),
        }),
      );
      const { KeyId = "", Arn } = KeyMetadata ?? {};
      if (inputs.enableKeyRotation) {
        const RotationPeriodInDays = inputs.rotationPeriodInDays;
        await kms.send(new sdk.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays }));
      }
      if (inputs.isEnabled === false) await kms.send(new sdk.DisableKeyCommand({ KeyId }));
      return { id: KeyId, keyId: KeyId, arn: Arn };
    },
    async read(KeyId, _, { clients: { kms } }) {
      const { KeyMetadata: key } = await kms.send(new sdk.DescribeKeyCommand({ KeyId }));
      const policy = await kms.send(new sdk.GetKeyPolicyCommand({ KeyId, PolicyName: POLICY }));
      const rotation = await kms.send(new sdk.GetKeyRotationStatusCommand({ KeyId }));
      const { Tags = [] } = await kms.send(new sdk.ListResourceTagsCommand({ KeyId }));
      return {
        description: key?.Description,
        keyUsage: key?.KeyUsage,
        customerMasterKeySpec: key?.KeySpec,
        multiRegion: key?.MultiRegion,
        isEnabled: key?.Enabled,
        policy: policy.Policy,
        enableKeyRotation: rotation.KeyRotationEnabled,
        rotationPeriodInDays: rotation.RotationPeriodInDays,
        tags: Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])),
      };
    },
    unread: { deletionWindowInDays: NOT_STORED, bypassPolicyLockoutSafetyCheck: NOT_STORED },
  }),

  "aws:kms/keyPolicy:KeyPolicy": resourceType<aws.kms.KeyPolicyArgs>({
    async create({ keyId: KeyId, policy: Policy }, { clients: { kms } }) {
      await kms.send(new sdk.PutKeyPolicyCommand({ KeyId, Policy, PolicyName: POLICY }));
    },
    async read(KeyId, _, { clients: { kms } }) {
      const found = await kms.send(new sdk.GetKeyPolicyCommand({ KeyId, PolicyName: POLICY }));
      return { keyId: KeyId, policy: found.Policy };
    },
    unread: { bypassPolicyLockoutSafetyCheck: NOT_STORED },
  }),

  "aws:kms/alias:Alias": resourceType<aws.kms.AliasArgs>({
    async create({ name: AliasName, targetKeyId: TargetKeyId }, { clients: { kms } }) {
      await kms.send(new sdk.CreateAliasCommand({ AliasName, TargetKeyId }));
    },
    async read(id, inputs, { clients: { kms } }) {
      const { Aliases = [] } = await kms.send(new sdk.ListAliasesCommand({ Limit: 100 }));
      const alias = Aliases.find(({ AliasName }) => AliasName === id);
      const arn = inputs.targetKeyId.startsWith("arn:");
      const { KeyMetadata: key } = await kms.send(
        new sdk.DescribeKeyCommand({ KeyId: alias?.TargetKeyId }),
      );
      return { name: alias?.AliasName, targetKeyId: arn ? key?.Arn : key?.KeyId };
    },
  }),
};

function tags(map: Record<string, string> = {}): sdk.Tag[] {
  return Object.entries(map).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}
