import { isDeferred } from "../../../definition/placeholder";
import { isRecord } from "../../../json";
import { has, measure, own } from "../../../json/values";
import { type Checks, on, STATES } from "../../rule";

/** Bytes that a state takes and gives at most (quotas page of the guide). */
const MAX_PAYLOAD = 262_144;

/** Literals that are keys on sight: of AWS, of GitHub and Slack, and private ones. */
const KEY_LITERAL =
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abp]-[A-Za-z0-9-]{10}|-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const SECRET_NAME =
  /passw(?:or)?d|passphrase|secret|private_?key|api_?-?key|(?:access|auth|bearer|api|session)_?-?token|^authorization$/i;
const HARMLESS_NAME = /(?:Id|Arn|Name|Path|Ref|Url|Uri|Type|Version|Stage|Length|Count)s?$/;

/** Rules about the size of data, and secrets in it. */
export const payloadChecks = {
  "payload-too-large": on(STATES, ({ state: { value }, report }) => {
    for (const field of ["Result", "Parameters", "Arguments", "Output", "Assign", "ItemSelector"]) {
      const content = own(value, field);
      if (content === undefined) continue;
      if (typeof content === "string" && content.length * 3 < MAX_PAYLOAD) continue;
      const { bytes } = measure(content, { bytes: MAX_PAYLOAD, depth: Infinity });
      if (bytes > MAX_PAYLOAD) report([field], `${field} alone has more than ${MAX_PAYLOAD} bytes`);
    }
  }),
  "object-in-state": on("Task", ({ call: { kind, service, action }, state, report }) => {
    if (kind !== "sdk" || service !== "s3" || action !== "getObject") return;
    const shaped = ["ResultSelector", "Output", "OutputPath"].some((field) =>
      has(state.value, field),
    );
    if (!shaped && own(state.value, "ResultPath") !== null)
      report([], "the whole object is read into the state");
  }),
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
