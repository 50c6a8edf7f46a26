/** What secrets look like, by the kind that a finding names. */
const PATTERNS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["an AWS access key", /(?<![A-Z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/],
  ["a private key", /-----BEGIN (RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY/],
  ["a GitHub token", /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})/],
  ["a Slack token", /\bxox[abposr]-[A-Za-z0-9-]{10,}/],
  ["a Stripe key", /\b[rs]k_(live|test)_[A-Za-z0-9]{16,}/],
  ["a Google API key", /\bAIza[A-Za-z0-9_-]{35}/],
  ["a JSON web token", /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
  ["a password in a URL", /:\/\/[^/\s:@]{1,64}:[^/\s:@]{3,64}@/],
];

const SECRET_NAME =
  /(^|_)(password|passwd|pwd|secret|token|api_?key|access_?key|private_?key|credentials?)$/i;

/** A name, path or reference to where the secret is kept, which is not a secret. */
const REFERENCE =
  /^(arn:|\/|https?:\/\/|\{\{resolve:|\$\{|\$\.|\{%)|^(true|false|none|null|\d{1,4})$|[/-](name|path|arn|id)$/i;

/** The kind of secret that a text holds, if any. */
export function secretIn(text: string): string | undefined {
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0];
}

/** The kind of secret that a variable holds by its name and the look of its value: AWS's secret keys look like nothing. */
export function hasSecretName(name: string, value: string): string | undefined {
  const isSecret =
    SECRET_NAME.test(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2")) &&
    value.length >= 8 &&
    !REFERENCE.test(value) &&
    !/\s/.test(value);
  if (isSecret) return `a secret, by its name`;
  return /secret/i.test(name) && /^[A-Za-z0-9/+=]{40}$/.test(value)
    ? "an AWS secret key"
    : undefined;
}
