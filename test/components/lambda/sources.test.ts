import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { LambdaFunction, type LambdaFunctionArgs } from "../../../components";
import { bundledCode } from "../../../components/lambda/code/build";
import { declared, type Declared } from "../../support/declared";

const NAMES = { prefix: "acme", environment: "qa", name: "work" };
const LAYER = "arn:aws:lambda:us-east-1:000000000000:layer:tools:1";
const URI = "000000000000.dkr.ecr.us-east-1.amazonaws.com/work@sha256:0123";

describe("What a function's code comes from", () => {
  let folder: string;
  let entry: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sources-"));
    entry = path.join(folder, "work.ts");
    writeFileSync(
      entry,
      'import { greet } from "greeter";\nexport const handler = async () => greet(WHO);\n',
    );
  });
  after(() => rmSync(folder, { recursive: true }));

  const make = (args: Partial<LambdaFunctionArgs>): Promise<Declared> =>
    declared(() => new LambdaFunction("work", { ...NAMES, ...args }));
  const bundling = { external: ["greeter"], define: { WHO: '"you"' }, minify: false };

  it("an image says itself what runs", async () => {
    const stack = await make({ image: { uri: URI, command: ["app.handler"] } });

    const { packageType, imageUri, imageConfig, runtime, handler, code } = stack.one(
      "lambda/function:Function",
    ).inputs;
    assert.deepEqual(
      { packageType, imageUri, imageConfig, runtime, handler, code },
      {
        packageType: "Image",
        imageUri: URI,
        imageConfig: { commands: ["app.handler"] },
        runtime: undefined,
        handler: undefined,
        code: undefined,
      },
    );
  });

  it("a source map lies beside the bundle, names the file without its folder, and is used", async () => {
    const { archive } = bundledCode(entry, { ...bundling, sourceMap: true });
    const assets = await (archive as pulumi.asset.AssetArchive).assets;
    const texts = await Promise.all(
      ["index.js", "index.js.map"].map(
        async (name) => await (assets[name] as pulumi.asset.StringAsset).text,
      ),
    );
    const stack = await make({ entry, bundling: { ...bundling, sourceMap: true } });

    assert.match(texts[0]!, /sourceMappingURL=index\.js\.map\s*$/);
    const { sources, sourcesContent } = JSON.parse(texts[1]!);
    assert.deepEqual([sources, sourcesContent], [["work.ts"], undefined]);
    const { environment } = stack.one("lambda/function:Function").inputs;
    assert.deepEqual(environment, { variables: { NODE_OPTIONS: "--enable-source-maps" } });
  });

  it("a bundle leaves out and replaces what it is told to", async () => {
    const { archive } = bundledCode(entry, bundling);
    const assets = await (archive as pulumi.asset.AssetArchive).assets;
    const text = await (assets["index.js"] as pulumi.asset.StringAsset).text;

    assert.deepEqual(Object.keys(assets), ["index.js"]);
    assert.match(text, /require\("greeter"\)/);
    assert.match(text, /greet\)\("you"\)/);
  });

  it("a folder is said to have what is left out of the code, once and with what to do", async () => {
    writeFileSync(path.join(folder, ".env"), "A=1");
    writeFileSync(path.join(folder, "id_rsa"), "");
    const said: unknown[] = [];
    const { warn } = console;
    console.warn = (text) => void said.push(text);
    try {
      await make({
        sourceCodeDir: folder,
        runtime: "nodejs24.x",
        handler: "work.handler",
        layerArns: [LAYER],
      });
    } finally {
      console.warn = warn;
      for (const name of [".env", "id_rsa"]) rmSync(path.join(folder, name));
    }

    assert.deepEqual(said, [
      `warning: [runtime] the function's code is ${folder} without what may hold credentials: .env, id_rsa. ` +
        "Take them out of the folder; or, to deploy them on purpose, give code: new pulumi.asset.FileArchive(folder) in place of sourceCodeDir",
    ]);
  });

  it("is one of four, each with its own settings", async () => {
    const messages = [
      { image: { uri: URI }, entry, bundling },
      { image: { uri: URI }, runtime: "nodejs22.x", edge: true },
      { sourceCodeDir: folder, runtime: "java21", handler: "com.acme.Work::run", bundling },
    ].map((args) => {
      try {
        return String(new LambdaFunction("work", { ...NAMES, ...args }));
      } catch (error) {
        return (error as Error).message.split("\n").slice(1);
      }
    });

    assert.deepEqual(messages, [
      ["  entry: give one of entry, sourceCodeDir, code and image, not 2"],
      ["  image: cannot run at the edge", "  image: excludes runtime: the image has them"],
      ["  bundling: is for entry: nothing else is bundled"],
    ]);
  });
});
