import data from "./secret-patterns.json";

/** What secrets look like, by the kind that a finding names. The last few are words of any letter case. */
const PATTERNS: readonly (readonly [kind: string, pattern: RegExp])[] = data.patterns.map(
  ([kind = "", source = ""]) => [
    kind,
    new RegExp(source, /pwd|passwd|basic/.test(source) ? "i" : ""),
  ],
);

/** Names of which the value is a secret itself, whatever it looks like. */
const PASSWORD_NAME = /(^|_|[a-z])(password|passwd|passphrase|pwd)(_?\d+)?$|(^|_)pass$/i;

const SECRET_NAME =
  /(^|_)(secret(_?(key|access_?key|key_?base|token|value))?|(auth|access|refresh|bearer|api|bot|session|personal_?access)?_?token|api_?key|access_?key|(private|encryption|signing|master|app|license|service|shared|storage|account|jwt|hmac|webhook)_?key|client_?secret|credentials?|salt|pepper|auth)(_?\d+)?$/i;

/** Names of what is about a secret or something else long, and is not one. */
const HARMLESS_NAME =
  /(^|_)(ids?|arns?|names?|urls?|uris?|paths?|hosts?|endpoints?|sha\d*|hash|digest|checksum|integrity|etag|version|commit|revision|public_?key|publishable_?key|fingerprint|certificate|cert|pem|thumbprint|bucket|table|queue|topic|stream|image|tag|email|pattern|regex|format|header|prefix|suffix|ttl|expiry|algorithm|type|region|pool|dsn|nonce|handler|options)$/i;

/** A name, path or reference to where the secret is kept, or a word that stands for none. */
const REFERENCE =
  /^(arn:|\/|\.|https?:\/\/[^@]*$|s3:|ssm:|secretsmanager:|vault:|op:\/\/|\{\{|\$\{|\$\.|\$\$|\{%|<|%|#\{|\*+$|x{3,}$|-----BEGIN (CERTIFICATE|PUBLIC KEY|RSA PUBLIC))|^(true|false|yes|no|on|off|none|null|undefined|enabled|disabled|required|optional|redacted|unset|auto|default|placeholder|secret|token|password|iam|aws|jwt|bearer|basic|oauth2?|n\/a|todo|tbd|\d{1,6}(\.\d+)?|\d+[smhd])$/i;

/** Words of letters, put together as names and paths are: `prod/orders/db-token`. */
const WORDS = /^[a-z]+\d{0,3}([-_./:][a-z]*\d{0,4})*$/i;

/** The kind of secret that a text holds, if any. */
export function secretIn(text: string): string | undefined {
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0];
}

/** The kind of secret that a variable holds, by its value, its name, or because nothing but a secret is so random. */
export function secretOf(name: string, value: string): string | undefined {
  const found = secretIn(value);
  if (found !== undefined) return found;
  const text = value.trim();
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/[-.]/g, "_");
  if (text === "" || REFERENCE.test(text) || HARMLESS_NAME.test(words)) return undefined;
  if (PASSWORD_NAME.test(words)) {
    return text.includes("/") && WORDS.test(text) ? undefined : "a secret, by its name";
  }
  if (SECRET_NAME.test(words) && text.length >= 6 && !/\s/.test(text) && !WORDS.test(text))
    return "a secret, by its name";
  return isRandom(text) ? "a secret, as random as it is" : undefined;
}

/** Forms of long texts that are random and no secrets: UUIDs, hashes, ids of AWS and of keys that are public. */
const PUBLIC =
  /^([0-9a-f-]+|[a-z0-9._-]+|[A-Z0-9._-]+|(sha\d+|md5)[-:].*|[a-z]{2}-[a-z]+-\d_\w+|pk_(live|test)_\w+|MI(IBIj|ICIj|IDIj|GfM)\w.*|.*\.apps\.googleusercontent\.com|(ssh|ecdsa)-.*|\w+:\/\/.*)$/;

/**
 * Whether a text is random: 20 letters or more of upper, lower and digits, with nearly all the entropy that texts of its
 * length can have, changing between the three as words do not.
 */
function isRandom(text: string): boolean {
  if (!/^[A-Za-z0-9+/=_.~!@#$%^&*-]{20,200}$/.test(text) || PUBLIC.test(text)) return false;
  const kinds = [...text].map(kindOf);
  if (new Set(kinds.filter((kind) => kind !== "other")).size < 3 || isReadable(text)) return false;
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return changes >= text.length * 0.38 && entropyOf(text) >= 3.6;
}

function kindOf(letter: string): "upper" | "lower" | "digit" | "other" {
  if (/[A-Z]/.test(letter)) return "upper";
  if (/[a-z]/.test(letter)) return "lower";
  return /\d/.test(letter) ? "digit" : "other";
}

/** Whether it is plain text in base 64, such as a configuration, which holds no secret to be seen. */
function isReadable(text: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const decoded = Buffer.from(text, "base64").toString("utf8");
  return /^[\t\n\r\x20-\x7e]+$/.test(decoded) && secretIn(decoded) === undefined;
}

/** Shannon's entropy in bits a letter. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}
