import type { Action } from "../../iam/actions";
import { arnOr } from "../../iam/resource-arns";
import type { IntegrationCall } from "../../integrations/call";
import { type RequiredPermission, requires } from "../../integrations/required-permission";

/** Calls that take the alias of a key, too. Source: KMS developer guide, "kms:RequestAlias". */
const TAKES_ALIAS =
  /^kms:(Decrypt|DeriveSharedSecret|DescribeKey|Encrypt|Generate(DataKey.*|Mac)|GetPublicKey|ReEncrypt(From|To)|Sign|Verify(Mac)?)$/;

/** The arguments with the keys of those that have two. */
const KEYS = new Map([
  ["kms:ReEncryptFrom", "SourceKeyId"],
  ["kms:ReEncryptTo", "DestinationKeyId"],
]);

/**
 * The right to use a key, also by its alias: IAM looks at the key then, which a condition ties to the alias. Undefined for
 * actions that take no alias.
 */
export function keyPermission(
  { name }: Action,
  call: IntegrationCall,
): RequiredPermission | undefined {
  if (!TAKES_ALIAS.test(name)) return undefined;
  const field = KEYS.get(name) ?? "KeyId";
  const id = call.value(field);
  const alias = id.is === "text" ? /(?:^|:)(alias\/[^*?]+)$/.exec(id.text)?.[1] : undefined;
  if (alias === undefined) {
    const key = (text: string): string =>
      arnOr(text, (plain) => call.arn("kms", `key/${plain}`), "arn");
    return requires(name, call.on(field, key));
  }
  const condition = { StringEquals: { "kms:RequestAlias": alias } };
  return requires(name, [call.arn("kms", "key/*")], condition);
}
