import { isDeferred } from "../../../definition/placeholder";
import { isRecord } from "../../../json";
import { on, type Checks } from "../../rule";

/** Literals that are keys on sight: of AWS, of GitHub and Slack, and private ones. */
const KEY_LITERAL =
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abp]-[A-Za-z0-9-]{10}|-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const SECRET_NAME =
  /passw(?:or)?d|passphrase|secret|private_?key|api_?-?key|(?:access|auth|bearer|api|session)_?-?token|^authorization$/i;
const HARMLESS_NAME = /(?:Id|Arn|Name|Path|Ref|Url|Uri|Type|Version|Stage|Length|Count)s?$/;

/** Rules about secrets. */
export const secretChecks = {
  "secret-literal": on(
    ["payloadObject", "plain", "jsonata", "template"],
    ({ field: { role, value, key }, report }) => {
      if (isRecord(value)) {
        const { Name, Value } = value;
        if (typeof Name === "string" && isSecret(Name, Value)) {
          report(["Value"], `'${Name.slice(0, 60)}' is written out`);
        }
      } else if (typeof value !== "string") return;
      else if (KEY_LITERAL.test(value)) report([], `'${key}' holds a key`);
      else if (role !== "template" && isSecret(key, value)) report([], `'${key}' is written out`);
    },
  ),
} satisfies Checks;

function isSecret(name: string, value: unknown): boolean {
  if (typeof value !== "string" || value.length < 4 || isDeferred(value)) return false;
  if (!SECRET_NAME.test(name) || HARMLESS_NAME.test(name) || name.endsWith(".$")) return false;
  return !/^(?:\$|\{%|arn:|\{\{|States\.|https?:)/.test(value);
}
