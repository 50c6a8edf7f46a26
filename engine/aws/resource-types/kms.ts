import type * as sdk from "@aws-sdk/client-kms";
import type * as kms from "@pulumi/aws/kms";
import { NOT_STORED, resourceType } from "../resource-type";
import { camel, pascal } from "../words";

const POLICY = "default";

const KEY = { customerMasterKeySpec: "KeySpec" };

/** AWS Key Management Service. */
export const kmsTypes = {
  "aws:kms/key:Key": resourceType<kms.KeyArgs>({
    async create({ tags, ...inputs }, { clients: { kms } }) {
      const { KeyMetadata } = await kms.createKey({
        ...pascal<sdk.CreateKeyRequest>(inputs, KEY),
        Tags: Object.entries(tags ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      });
      const { KeyId = "", Arn } = KeyMetadata ?? {};
      if (inputs.enableKeyRotation) {
        const RotationPeriodInDays = inputs.rotationPeriodInDays;
        await kms.enableKeyRotation({ KeyId, RotationPeriodInDays });
      }
      if (inputs.isEnabled === false) await kms.disableKey({ KeyId });
      return { id: KeyId, keyId: KeyId, arn: Arn };
    },
    async read(KeyId, _, { clients: { kms } }) {
      const { KeyMetadata: key } = await kms.describeKey({ KeyId });
      const policy = await kms.getKeyPolicy({ KeyId, PolicyName: POLICY });
      const rotation = await kms.getKeyRotationStatus({ KeyId });
      const { Tags = [] } = await kms.listResourceTags({ KeyId });
      return {
        ...camel<object>(key, KEY),
        isEnabled: key?.Enabled,
        policy: policy.Policy,
        enableKeyRotation: rotation.KeyRotationEnabled,
        rotationPeriodInDays: rotation.RotationPeriodInDays,
        tags: Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])),
      };
    },
    unread: { deletionWindowInDays: NOT_STORED, bypassPolicyLockoutSafetyCheck: NOT_STORED },
  }),

  "aws:kms/keyPolicy:KeyPolicy": resourceType<kms.KeyPolicyArgs>({
    async create({ keyId: KeyId, policy: Policy }, { clients: { kms } }) {
      await kms.putKeyPolicy({ KeyId, Policy, PolicyName: POLICY });
    },
    async read(KeyId, _, { clients: { kms } }) {
      const found = await kms.getKeyPolicy({ KeyId, PolicyName: POLICY });
      return { keyId: KeyId, policy: found.Policy };
    },
    unread: { bypassPolicyLockoutSafetyCheck: NOT_STORED },
  }),

  "aws:kms/alias:Alias": resourceType<kms.AliasArgs>({
    async create({ name: AliasName, targetKeyId: TargetKeyId }, { clients: { kms } }) {
      await kms.createAlias({ AliasName, TargetKeyId });
    },
    async read(id, inputs, { clients: { kms } }) {
      const { Aliases = [] } = await kms.listAliases({ Limit: 100 });
      const alias = Aliases.find(({ AliasName }) => AliasName === id);
      const arn = inputs.targetKeyId.startsWith("arn:");
      const { KeyMetadata: key } = await kms.describeKey({ KeyId: alias?.TargetKeyId });
      return { name: alias?.AliasName, targetKeyId: arn ? key?.Arn : key?.KeyId };
    },
  }),
};
