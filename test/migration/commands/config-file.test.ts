import assert from "node:assert/strict";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { readConfig } from "../../../engine/program";
import { setConfig } from "../../../migration/commands/config-file";

describe("the stack's file", () => {
  let folder: string;
  const read = (): string => readFileSync(path.join(folder, "Pulumi.dev.yaml"), "utf8");
  const write = (text: string): void => writeFileSync(path.join(folder, "Pulumi.dev.yaml"), text);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "config-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("keeps comments, other keys and encrypted values", () => {
    write(
      [
        "# Ours.",
        "encryptionsalt: v1:abc",
        "config:",
        "  aws:region: eu-west-1 # near the customer",
        "  stepfunctions:name: orders",
        "  stepfunctions:token:",
        "    secure: v1:xyz",
        "",
      ].join("\n"),
    );
    setConfig(folder, "dev", {
      set: {
        "stepfunctions:name": "payments",
        "stepfunctions:adoption": { "urn:pulumi:dev::a$b::c": "arn:aws:iam::1:role/x" },
      },
    });

    assert.equal(
      read(),
      [
        "# Ours.",
        "encryptionsalt: v1:abc",
        "config:",
        "  aws:region: eu-west-1 # near the customer",
        "  stepfunctions:name: payments",
        "  stepfunctions:token:",
        "    secure: v1:xyz",
        "  stepfunctions:adoption:",
        "    urn:pulumi:dev::a$b::c: arn:aws:iam::1:role/x",
        "",
      ].join("\n"),
    );
  });

  it("keeps what it was told to keep inside a value that is set anew", () => {
    write(
      "config:\n  a:b:\n    one:\n      token:\n        secure: v1:xyz\n      old: 1\n    two: 2\n",
    );
    const keep = [
      ["a:b", "one", "token"],
      ["a:b", "none", "token"],
    ];
    setConfig(folder, "dev", { replace: { "a:b": { one: { new: 1, token: "[secret]" } } }, keep });

    assert.equal(
      read(),
      "config:\n  a:b:\n    one:\n      new: 1\n      token:\n        secure: v1:xyz\n",
    );
  });

  it("is made where there is none, and loses keys set to undefined", () => {
    setConfig(folder, "dev", {
      replace: { "stepfunctions:name": "a", "stepfunctions:adoption": { urn: "id" } },
    });
    setConfig(folder, "dev", { replace: { "stepfunctions:adoption": undefined } });

    assert.equal(read(), "config:\n  stepfunctions:name: a\n");
    assert.deepEqual(readdirSync(folder), ["Pulumi.dev.yaml"]);
  });

  for (const [what, text] of [
    ["no YAML", "config: [\n"],
    ["a list", "- config\n"],
    ["a file whose config is a text", "config: none\n"],
  ] as const) {
    it(`stays as it is when it is ${what}`, () => {
      write(text);

      assert.throws(
        () => setConfig(folder, "dev", { set: { "stepfunctions:name": "a" } }),
        /Pulumi\.dev\.yaml/,
      );
      assert.equal(read(), text);
    });
  }

  it("is not written under what is not the name of a stack", () => {
    assert.throws(() => setConfig(folder, "../dev", {}), /"\.\.\/dev" is not the name of a stack/);
  });

  it("keeps what the settings that are set do not name, comments and spelling included", () => {
    write(
      "config:\n  monitoring:\n    # Cheap.\n    dashboard: false # here\n    emails: [a@b.c]\n    enabled: true # all\n" +
        '  stepfunctions:tags:\n    Terraform: "true"\n    Build: 017\n    On: 2024-05-01\n  other:odd: 1.10\n',
    );
    setConfig(folder, "dev", {
      set: {
        "stepfunctions:monitoring": { enabled: false },
        "stepfunctions:tags": { Build: "017", Team: "x" },
      },
    });

    assert.equal(
      read(),
      "config:\n  monitoring:\n    # Cheap.\n    dashboard: false # here\n    emails: [a@b.c]\n    enabled: false # all\n" +
        '  stepfunctions:tags:\n    Terraform: "true"\n    Build: "017"\n    On: 2024-05-01\n    Team: x\n  other:odd: 1.10\n',
    );
  });

  it("keeps the layout of what it does not change", () => {
    for (const text of [
      "config:\n  a:b:\n  - x: [1, {y: 2}]\n    z: 'q'\n  a:c: |\n    long\n    text\n",
      "config:\n    a:b:\n        - x: [ 1, { y: 2 } ]\n",
    ]) {
      write(text);
      setConfig(folder, "dev", { set: { "a:d": 1 } });

      assert.equal(read(), `${text}${text.includes("\n    a:b") ? "    " : "  "}a:d: 1\n`);
    }
  });

  it("keeps line ends, a byte order mark, the mode and a link", () => {
    const target = path.join(folder, "shared.yaml");
    writeFileSync(target, "\uFEFFconfig:\r\n  a:b: 017 # c\r\n");
    chmodSync(target, 0o640);
    symlinkSync("shared.yaml", path.join(folder, "Pulumi.dev.yaml"));
    setConfig(folder, "dev", { set: { "a:c": "yes" } });

    assert.equal(
      readFileSync(target, "utf8"),
      '\uFEFFconfig:\r\n  a:b: 017 # c\r\n  a:c: "yes"\r\n',
    );
    assert.equal(statSync(target).mode & 0o777, 0o640);
    assert.ok(lstatSync(path.join(folder, "Pulumi.dev.yaml")).isSymbolicLink());
  });

  it("is written through a link to a file that is not there yet, and through a hard link", () => {
    const file = path.join(folder, "Pulumi.dev.yaml");
    symlinkSync("later.yaml", file);
    setConfig(folder, "dev", { set: { "a:b": 1 } });
    linkSync(path.join(folder, "later.yaml"), path.join(folder, "other.yaml"));
    setConfig(folder, "dev", { set: { "a:b": 2 } });

    assert.equal(readFileSync(path.join(folder, "other.yaml"), "utf8"), "config:\n  a:b: 2\n");
    assert.ok(lstatSync(file).isSymbolicLink());
  });

  it("keeps anchors that the change leaves alone", () => {
    const text = "config:\n  a:b: &all\n    x: 1\n  a:c: *all\n";
    write(text);
    setConfig(folder, "dev", { set: { "a:d": 1 } });

    assert.equal(read(), `${text}  a:d: 1\n`);
  });

  for (const [what, text, message] of [
    [
      "an alias that loses its anchor",
      "config:\n  a:b: &all\n    x: 1\n  a:c: *all\n",
      "*all needs &all, which stands in a value that is replaced: write the value of *all out",
    ],
    [
      "an alias to change",
      "x: &all {}\nconfig:\n  a:b: 1\n  a:d: *all\n",
      "a:d is *all: write its settings out",
    ],
    ["an alias for config", "x: &all {}\nconfig: *all\n", "config is *all: write its settings out"],
    [
      "a merge key",
      "x: &all {}\nconfig:\n  a:d:\n    <<: *all\n",
      "has a merge key (<<) among the settings to change: write its settings out",
    ],
  ] as const) {
    it(`stays as it is when it has ${what}`, () => {
      write(text);

      assert.throws(
        () => setConfig(folder, "dev", { replace: { "a:b": 2 }, set: { "a:d": { y: 1 } } }),
        { name: "UsageError", message: `Pulumi.dev.yaml: ${message}` },
      );
      assert.equal(read(), text);
    });
  }

  it("holds every text as a text, whatever YAML 1.1 or Go would make of it", () => {
    const odd = [
      ...[
        "017",
        "08",
        "1_000",
        "1__0",
        "1e5_0",
        "2024-05-01",
        "0b11",
        "0o17",
        "0x1f",
        "1:30",
        "1.10",
        ".5",
      ],
      ...[
        "+1",
        "yes",
        "NO",
        "off",
        "y",
        "n",
        "true",
        "null",
        "~",
        "",
        "<<",
        "=",
        ".inf",
        ".NaN",
        "1e3",
      ],
      ...["*a", "&a", "!x", "- x", "a: b", "# x", "@x", "  x", "two\nlines", "\u001b[31m", "\r\n"],
    ];
    const values = Object.fromEntries(odd.map((each) => [each, each]));
    setConfig(folder, "dev", {
      set: { "a:b": values, "a:n": { number: 17, flag: true, none: null } },
    });

    for (const version of ["1.1", "1.2"] as const) {
      const { config } = parse(read(), { version, merge: version === "1.1" }) as { config: object };
      assert.deepEqual(config, { "a:b": values, "a:n": { number: 17, flag: true, none: null } });
    }
    for (const plain of read().matchAll(/^ {4}(?!["?-])(\S+): (?!["|])(.*)$/gm)) {
      assert.match(plain[0], /^ {4}(number|flag|none): (17|true|null)$/);
    }
  });

  it("quotes lines of which the first with a text begins with a tab, which Go takes in no block", () => {
    const set = { "a:b": { lines: "\n\n\tone\ntwo", last: "\n\tone", one: "\tone" } };
    setConfig(folder, "dev", { set });

    const [lines, last, one] = [
      String.raw`"\n\n\tone\ntwo"`,
      String.raw`"\n\tone"`,
      String.raw`"\tone"`,
    ];
    assert.equal(
      read(),
      `config:\n  a:b:\n    lines: ${lines}\n    last: ${last}\n    one: ${one}\n`,
    );
  });

  it("is not written with lines that begin with a tab: the engine writes them anew, and cannot read that", () => {
    const set = { "a:b": { policies: ["{}", "\t{\n\t}"] } };

    assert.throws(() => setConfig(folder, "dev", { set }), {
      message:
        "Pulumi.dev.yaml: policies is a text of several lines that begins with a tab, which the engine cannot read: " +
        "take the tab away where Terraform has it, apply, and plan again",
    });
    assert.deepEqual(readdirSync(folder), []);
  });

  it("has nothing that Pulumi would refuse or take for a date, and reads back the same", () => {
    const texts = ["a\u0085b", "\u2028", "\u007f", "\u0090 x", "2024-01-02T03:04:05,5Z", "0o17"];
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    setConfig(folder, "dev", { replace: { "a:b": texts } });

    assert.deepEqual(readConfig(folder, "dev").values, {
      "a:b": JSON.stringify(texts).replace("\u2028", "\\u2028"),
    });
    assert.match(read(), /"\\u2028"/);
  });
});
