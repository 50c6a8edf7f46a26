import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { isBuiltin } from "node:module";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { archiveFiles, archiveHash } from "../../../components/lambda/code/archive";
import { bundledCode, folderCode, BUNDLE_RUNTIME } from "../../../components/lambda/code/build";

const ROOT = path.join(__dirname, "../../..");

describe("archive", () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), "archive-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text = name): void {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const names = (): string[] => archiveFiles(folder).files.map(({ name }) => name);

  it("lists files sorted by code unit, with slashes", () => {
    for (const name of ["b.py", "B.py", "a/z.py", "a.py", "é.py"]) write(name);
    assert.deepEqual(names(), ["B.py", "a.py", "a/z.py", "b.py", "é.py"]);
  });

  it("gives names in composed Unicode, and refuses two that are then the same", () => {
    write("caf\u0065\u0301.py");
    assert.deepEqual(names(), ["caf\u00e9.py"]);
    write("caf\u00e9.py");
    assert.throws(names, /two files are named café.py, in different Unicode forms/);
  });

  it("leaves out what differs between machines", () => {
    write("main.py");
    for (const name of [".git/HEAD", ".DS_Store", "lib/__pycache__/x.pyc"]) write(name);
    assert.deepEqual(names(), ["main.py"]);
  });

  it("leaves out credentials, wherever they are and whatever links to them", () => {
    // In two parts, so that no scanner takes this file for a key.
    const key = (kind: string): string => `-----BEGIN ${kind}PRIVATE ${"KEY-----"}\nMII\n`;
    const certificate = "-----BEGIN CERTIFICATE-----\nMII\n";
    const dotted = [
      ".env",
      ".env.local",
      ".ENV",
      "lib/.env.production",
      ".npmrc",
      ".netrc",
      ".pypirc",
    ];
    const others = [".aws/credentials", ".ssh/config", "credentials.json", "id_rsa", "id_ed25519"];
    const stores = [
      "a.p12",
      "b.pfx",
      "c.jks",
      "terraform.tfstate",
      "x.tfstate.backup",
      "dev.tfvars",
    ];
    for (const name of [...dotted, ...others, ...stores]) write(name);
    write("server.pem", key("RSA "));
    write("ca/bundle.pem", certificate + key(""));
    write("deploy.key", key("OPENSSH "));
    write("identity", key("EC "));
    symlinkSync(".env", path.join(folder, "settings"));
    write("certifi/cacert.pem", certificate);
    write("data.key", "not one");
    for (const name of ["environment.py", "credentials/x.py", "docker/x.py"]) write(name);
    write("credentials.py");
    write("keys.md", key("RSA "));

    assert.deepEqual(names(), [
      "certifi/cacert.pem",
      "credentials.py",
      "credentials/x.py",
      "data.key",
      "docker/x.py",
      "environment.py",
      "keys.md",
    ]);
    const { leftOut } = archiveFiles(folder);
    const links = ["settings"];
    const keys = ["server.pem", "ca/bundle.pem", "deploy.key", "identity"];
    const folders = [".aws", ".ssh"];
    const files = [...dotted, ...others, ...stores].filter((name) => !/^\.(aws|ssh)/.test(name));
    assert.deepEqual(leftOut, [...files, ...folders, ...keys, ...links].sort());
  });

  it("takes a link for what it points to, once per link", () => {
    write("lib/x.py");
    symlinkSync("lib", path.join(folder, "alias"));
    symlinkSync("lib/x.py", path.join(folder, "main.py"));
    assert.deepEqual(names(), ["alias/x.py", "lib/x.py", "main.py"]);
  });

  it("refuses links that are broken, lead outside or in a circle", () => {
    const link = path.join(folder, "link");
    for (const [target, message] of [
      ["nowhere", /link to nothing/],
      [os.tmpdir(), /a link out of the folder/],
      [".", /link in a circle/],
    ] as const) {
      symlinkSync(target, link);
      assert.throws(names, message);
      rmSync(link);
    }
  });

  it("refuses a socket", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path.join(folder, "socket"), resolve));
    assert.throws(names, /neither file nor folder/);
    await new Promise((resolve) => server.close(resolve));
  });

  it("refuses a missing folder, a file, an empty folder and too many bytes", () => {
    assert.throws(() => archiveFiles(path.join(folder, "none")), /is not a folder/);
    assert.throws(names, /holds no files/);
    write("main.py", "12345");
    assert.throws(() => archiveFiles(path.join(folder, "main.py")), /is not a folder/);
    assert.throws(() => archiveFiles(folder, 4), /holds 5 bytes: Lambda unpacks 4 at most/);
  });

  it("has one hash wherever it lies, and another for every change", () => {
    write("a.py");
    write("b.py");
    const hash = (where = folder): string => archiveHash(archiveFiles(where).files);
    const before = hash();

    const copy = mkdtempSync(path.join(os.tmpdir(), "archive-"));
    cpSync(folder, copy, { recursive: true });
    assert.equal(hash(copy), before);
    rmSync(copy, { recursive: true });

    write("b.py", "changed");
    const changed = hash();
    rmSync(path.join(folder, "b.py"));
    write("c.py", "changed");
    assert.equal(new Set([before, changed, hash()]).size, 3);
  });

  it("becomes an archive of the folder's files", async () => {
    write("lib/x.py");
    const { archive } = folderCode(folder) as { archive: { assets?: Promise<object> } };
    assert.deepEqual(Object.keys((await archive.assets) ?? {}), ["lib/x.py"]);
  });
});

describe("bundle", () => {
  const bundleOf = async (entry: string): Promise<string> => {
    const { archive } = bundledCode(entry) as { archive: { assets?: Promise<object> } };
    const assets = (await archive.assets) as { "index.js": { text: Promise<string> } };
    assert.deepEqual(Object.keys(assets), ["index.js"]);
    return assets["index.js"].text;
  };

  it("runs on one Node.js, whatever newer ones the provider knows", () => {
    assert.equal(BUNDLE_RUNTIME, "nodejs24.x");
  });

  it("holds the handler with the SDK in one file, and nothing of the machine", async () => {
    const text = await bundleOf(path.join(ROOT, "handler/index.ts"));

    assert(text.includes("GetObjectCommand"));
    assert(!text.includes(ROOT));
    const required = [...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name!);
    // Node's own modules only; the one exception stands in an error message of the SDK, as advice.
    const foreign = required.filter((name) => !isBuiltin(name));
    assert.deepEqual([...new Set(foreign)], ["@aws-sdk/signature-v4-crt"]);
  });

  it("runs by itself, without the project's packages", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "bundle-"));
    writeFileSync(
      path.join(folder, "index.js"),
      await bundleOf(path.join(ROOT, "handler/index.ts")),
    );
    const script =
      "require('./index').handler({a: 1}).then((reply) => console.log(JSON.stringify(reply)))";
    const env = { AWS_REGION: "us-east-1", POWERTOOLS_LOG_LEVEL: "SILENT" };
    const { stdout } = spawnSync(process.execPath, ["-e", script], { cwd: folder, env });
    assert.deepEqual(JSON.parse(String(stdout)), { statusCode: 200, event: { a: 1 } });
    rmSync(folder, { recursive: true });
  });

  it("is the same wherever the sources lie", async () => {
    const source =
      'import { x } from "./lib";\nexport const handler = () => [x, __filename.length];\n';
    const texts = await Promise.all(
      ["one", "another/place"].map(async (place) => {
        const folder = mkdtempSync(path.join(os.tmpdir(), "bundle-"));
        mkdirSync(path.join(folder, place), { recursive: true });
        writeFileSync(path.join(folder, place, "lib.ts"), "export const x: number = 1;\n");
        writeFileSync(path.join(folder, place, "entry.ts"), source);
        const text = await bundleOf(path.join(folder, place, "entry.ts"));
        rmSync(folder, { recursive: true });
        return text;
      }),
    );
    assert.equal(texts[0], texts[1]);
  });

  it("bundles anew after a change of a file that is imported", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "bundle-"));
    const entry = path.join(folder, "entry.ts");
    const imported = path.join(folder, "lib.ts");
    writeFileSync(imported, "export const x = 1;\n");
    writeFileSync(entry, 'export { x } from "./lib";\n');
    const before = bundledCode(entry).hash;

    const unchanged = bundledCode(entry).hash;
    writeFileSync(imported, "export const x = 2;\n");
    utimesSync(imported, 1, 1);
    const after = bundledCode(entry).hash;

    assert.equal(unchanged, before);
    assert.notEqual(after, before);
    rmSync(folder, { recursive: true });
  });

  it("says what does not compile, and where", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "bundle-"));
    const entry = path.join(folder, "entry.ts");
    writeFileSync(entry, 'import "./missing";\n');
    assert.throws(() => bundledCode(entry), /cannot be bundled: entry.ts:1: .*missing/);
    rmSync(folder, { recursive: true });
  });
});
