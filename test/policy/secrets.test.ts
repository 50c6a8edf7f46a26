import assert from "node:assert/strict";
import { randomNumbers } from "../support/random";
import { secretOf } from "../../policy/rules/shared/secrets";

/** Letters that look random and are the same at each run: no scanner of secrets takes the sources for a leak. */
function letters(count: number, alphabet: string): string {
  const next = randomNumbers(7);
  return Array.from({ length: count }, () => alphabet[Math.floor(next() * alphabet.length)]).join(
    "",
  );
}

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = UPPER.toLowerCase();
const DIGITS = "0123456789";
const any = (count: number): string => letters(count, UPPER + LOWER + DIGITS);
const hex = (count: number): string => letters(count, "0123456789abcdef");
const capital = (count: number): string => letters(count, UPPER + DIGITS);
const join = (...parts: string[]): string => parts.join("");

const PLANTED: readonly (readonly [name: string, value: string])[] = [
  ["CONFIG", join("AK", "IA", capital(16))],
  ["CONFIG", join("AS", "IA", capital(16))],
  ["AWS_SECRET_ACCESS_KEY", any(40)],
  ["SETTING", join(any(20), "/", any(19))],
  ["CONFIG", join("gh", "p_", any(36))],
  ["CONFIG", join("github", "_pat_", any(60))],
  ["CONFIG", join("gl", "pat-", any(20))],
  ["CONFIG", join("xo", "xb-", "1234567890-", any(24))],
  ["HOOK", join("https://hooks.slack", ".com/services/T0000/B0000/", any(24))],
  ["HOOK", join("https://discord", ".com/api/webhooks/1234567890/", any(60))],
  ["CONFIG", join("sk", "_live_", any(24))],
  ["CONFIG", join("AI", "za", any(35))],
  ["CONFIG", join("GOC", "SPX-", any(28))],
  ["CONFIG", join("S", "G.", any(22), ".", any(43))],
  ["CONFIG", join("S", "K", hex(32))],
  ["CONFIG", join(hex(32), "-us", "12")],
  ["CONFIG", join("np", "m_", any(36))],
  ["CONFIG", join("py", "pi-AgE", any(60))],
  ["CONFIG", join("s", "k-proj-", any(48))],
  ["CONFIG", join("s", "k-ant-api03-", any(60))],
  ["CONFIG", join("h", "f_", any(34))],
  ["CONFIG", join("dop", "_v1_", hex(64))],
  ["CONFIG", join("da", "pi", hex(32))],
  ["CONFIG", join("hv", "s.", any(30))],
  ["CONFIG", join("shp", "at_", hex(32))],
  ["BOT", join("1234567890:A", "A", any(33))],
  ["CONFIG", join("ey", "J", any(20), ".ey", "J", any(40), ".", any(40))],
  ["CONFIG", join("-----BEGIN ", "PRIVATE KEY-----\n", any(40))],
  ["CONFIG", join("-----BEGIN EC ", "PRIVATE KEY-----\n", any(40))],
  ["DATABASE_URL", join("postgres://app:", any(12), "@db.example.com/orders")],
  ["REDIS", join("redis://:", any(16), "@cache.example.com:6379")],
  ["CONNECTION", join("Server=db;User Id=app;Pass", "word=", any(12), ";")],
  ["STORAGE", join("AccountName=a;Account", "Key=", any(86), "==")],
  ["CONFIG", join('{"user":"app","pass', 'word":"', any(10), '"}')],
  ["HEADER_VALUE", join("Basic ", any(24))],
  ["DB_PASSWORD", "hunter2"],
  ["PGPASSWORD", "s3cr3t!"],
  ["MYSQL_ROOT_PASSWORD", "correct horse battery staple"],
  ["DB_PASS", "orders-2024"],
  ["dbPassword", "super-secret-password"],
  ["SECRET_KEY_BASE", hex(128)],
  ["JWT_SECRET_KEY", any(32)],
  ["ENCRYPTION_KEY", hex(64)],
  ["DD_API_KEY", hex(32)],
  ["CLIENT_SECRET", join(any(3), "8Q", "~", any(34))],
  ["SESSION", letters(43, `${UPPER + LOWER + DIGITS}-_`)],
];

const HARMLESS: readonly (readonly [name: string, value: string])[] = [
  ["TABLE", "orders"],
  ["DB_PASSWORD_ARN", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf"],
  ["DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf"],
  ["DB_PASSWORD", "/prod/orders/password"],
  ["DB_PASSWORD", "prod/orders/db-password"],
  ["DB_PASSWORD", "{{resolve:ssm:/prod/password}}"],
  ["API_TOKEN", "${token}"],
  ["DB_SECRET", "orders-db-credentials"],
  ["API_KEY", "x-api-key"],
  ["API_KEY_NAME", "prod-key"],
  ["TOKEN_TTL", "3600"],
  ["PASSWORD_MIN_LENGTH", "12"],
  ["USE_TOKEN", "true"],
  ["AUTH", "iam"],
  ["TOKEN_URL", "https://auth.example.com/oauth2/token"],
  ["COMMIT", hex(40)],
  ["DIGEST", join("sha256:", hex(64))],
  ["CODE_SHA256", join(any(43), "=")],
  ["ID", "3f2b8a1e-9c4d-4e5f-8a6b-7c8d9e0f1a2b"],
  ["KEY_ID", "arn:aws:kms:eu-west-1:111122223333:key/3f2b8a1e-9c4d-4e5f-8a6b-7c8d9e0f1a2b"],
  ["USER_POOL", "eu-west-1_AbCdEf123"],
  ["CLIENT", letters(26, LOWER + DIGITS)],
  ["TEMPLATE", "OrderConfirmationEmailTemplateV2"],
  ["HANDLER", "com.example.orders.OrderHandler::handleRequest"],
  ["STRIPE", join("pk", "_live_", any(24))],
  ["SENTRY_DSN", join("https://", hex(32), "@o1.ingest.sentry.io/1")],
  ["GOOGLE_CLIENT", join("1234567890-", any(32), ".apps.googleusercontent.com")],
  ["SUBNETS", "subnet-0a1b2c3d4e5f67890,subnet-1a1b2c3d4e5f67890"],
  ["QUEUE", "https://sqs.eu-west-1.amazonaws.com/111122223333/orders"],
  ["CERTIFICATE", "-----BEGIN CERTIFICATE-----\nMIIB"],
  ["PUBLIC_KEY", join("MIIBIjANBgkq", any(60))],
  ["SETTINGS", Buffer.from('{"region":"eu-west-1","retries":3,"Debug":true}').toString("base64")],
  ["FEATURES", "newCheckout,fastRefunds2024,betaSearchV3"],
];

describe("secrets in variables", () => {
  for (const [index, [name, value]] of PLANTED.entries()) {
    it(`are found by value, name or entropy: ${name} (${index})`, () => {
      assert.notEqual(secretOf(name, value), undefined);
    });
  }

  for (const [index, [name, value]] of HARMLESS.entries()) {
    it(`are not found in what is none: ${name} (${index})`, () => {
      assert.equal(secretOf(name, value), undefined);
    });
  }
});
