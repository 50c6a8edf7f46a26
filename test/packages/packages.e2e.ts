import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import { Analyzer } from "../../engine/policy/analyzer";

const run = promisify(execFile);

const ROOT = path.resolve(__dirname, "../..");
const MODULES = path.join(ROOT, "node_modules");
const FOLDERS = ["statemachine", "components", "policy"] as const;
/** What a project that uses them brings itself. */
const OWN = ["typescript", "ts-node", "tsx", "@types/node"];

/** Of what a program may have its own: a second copy has other types, and takes hundreds of MB. */
const SHARED = /^(@pulumi\/.*|asl-toolkit)$/;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly main?: string;
  readonly types?: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { types: string; default: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * Packs the three packages and uses them in a project that has nothing else: the tarballs are unpacked as npm would, and
 * what they say they depend on is linked from this project instead of being downloaded again.
 */
describe("the packages, from their tarballs", function () {
  this.timeout(300_000);
  let folder: string;
  let project: string;
  let manifests: readonly Manifest[];

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "packages-"));
    project = path.join(folder, "project");
    cpSync(path.join(__dirname, "consumer"), project, { recursive: true });
    mkdirSync(path.join(project, "node_modules"));
    const tarballs = await Promise.all(FOLDERS.map((name) => pack(name, folder)));
    manifests = await Promise.all(tarballs.map((tarball) => install(tarball, project)));
    const needed = [...OWN, ...manifests.flatMap(({ dependencies }) => Object.keys(dependencies))];
    for (const name of needed) link(name, path.join(MODULES, name), project);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("hold the pages that their messages name", () => {
    const [toolkit, , pack] = manifests.map(({ name }) => path.join(project, "node_modules", name));
    for (const file of [
      `${toolkit}/docs/lint.md`,
      `${toolkit}/docs/lint/express-wait.md`,
      `${pack}/docs/policies.md`,
      `${pack}/docs/policies/kms-key-enabled.md`,
    ])
      assert.ok(existsSync(file), `${file} is missing`);
  });

  it("hold all that their package.json names, with declarations, source maps, README and licence", () => {
    for (const { name, main, types, bin = {}, exports } of manifests) {
      const targets = Object.values(exports).flatMap((target) =>
        typeof target === "string"
          ? [target]
          : [target.types, target.default, `${target.default}.map`],
      );
      const named = [main, types, ...Object.values(bin), ...targets].filter(
        (file) => file !== undefined,
      );
      for (const file of ["README.md", "LICENSE", ...named]) {
        const absolute = path.join(project, "node_modules", name, file);
        assert.ok(existsSync(absolute), `${name}: ${file} is missing`);
        assert.doesNotMatch(file, /(?<!\.d)\.ts$/, `${name}: ${file} is a source`);
      }
    }
  });

  // The path of a folder names the workspaces inside it as well.
  for (const file of ["README.md", ".github/workflows/check.yml"]) {
    it(`are what ${file} packs, and nothing else`, async () => {
      const text = readFileSync(path.join(ROOT, file), "utf8");
      const [command = ""] = /npm pack( --workspace [\w-]+)+/.exec(text) ?? [];
      const [npm = "", ...words] = command.split(" ");

      const options = ["--dry-run", "--ignore-scripts", "--json"];
      const { stdout } = await run(npm, [...words, ...options], { cwd: ROOT });

      const packed = (JSON.parse(stdout) as readonly Manifest[]).map(({ name }) => name);
      assert.deepEqual(
        packed,
        manifests.map(({ name }) => name),
      );
    });
  }

  it("share Pulumi's SDK, its providers and each other with the program: they ask for no single version", () => {
    for (const { name, dependencies } of manifests) {
      const shared = Object.entries(dependencies).filter(([needed]) => SHARED.test(needed));
      const single = shared.filter(([, version]) => !version.startsWith("^"));
      assert.deepEqual(single, [], name);
      const toolkit = dependencies["asl-toolkit"];
      if (name !== "asl-toolkit") assert.equal(toolkit, `^${manifests[0]?.version}`, name);
    }
  });

  for (const config of ["commonjs", "nodenext"]) {
    it(`have types that a strict ${config} project compiles`, async () => {
      assert.deepEqual(await node(project, "check.cjs", `tsconfig.${config}.json`), [
        "asl-toolkit",
        "pulumi-aws-stepfunctions",
      ]);
    });
  }

  it("have types that a strict nodenext project compiles with TypeScript 7", async () => {
    const compiler = path.join(MODULES, "typescript-7/bin/tsc");
    assert.deepEqual(await node(project, compiler, "--project", "tsconfig.nodenext.json"), []);
  });

  it("run under ts-node as Pulumi's host registers it", async () => {
    assert.deepEqual(await node(project, "host.cjs", "program.ts"), [
      "0 findings",
      "aws:kms/alias:Alias",
      "aws:kms/key:Key",
      "aws:sfn/stateMachine:StateMachine",
    ]);
  });

  it("run as plain JavaScript", async () => {
    assert.deepEqual(await node(project, "plain.cjs"), ["string function"]);
  });

  it("bring the command asl", async () => {
    const bin = path.join(project, "node_modules/asl-toolkit", manifests[0]?.bin?.asl ?? "");
    const failed = await run(process.execPath, [bin, "lint", "broken.asl.json"], {
      cwd: project,
    }).then(
      () => assert.fail("a broken definition passed"),
      (error: { code: number; stdout: string }) => error,
    );
    assert.equal(failed.code, 1);
    assert.match(failed.stdout, /next-or-end/);
  });

  it("carry what `pulumi new` makes of the template: its tests pass, and no policy finds anything", async () => {
    const app = path.join(folder, "app");
    renderTemplate(app, { PROJECT: "my-greetings", DESCRIPTION: "Greets." });
    symlinkSync(path.join(project, "node_modules"), path.join(app, "node_modules"));
    const { scripts } = JSON.parse(readFileSync(path.join(app, "package.json"), "utf8")) as {
      scripts: { test: string };
    };
    const programs: Readonly<Record<string, string[]>> = {
      tsc: ["node_modules/typescript/bin/tsc"],
      asl: [path.join("node_modules/asl-toolkit", manifests[0]?.bin?.asl ?? "")],
      node: [],
    };
    for (const command of scripts.test.split(" && ")) {
      const [program = "", ...args] = command.split(" ");
      await node(app, ...(programs[program] ?? assert.fail(program)), ...args);
    }
    const policy = ["engine/command.mjs", "engine/commands/policy.ts", "--program", app];
    const [report = ""] = await node(ROOT, ...policy, "--stack", "dev", "--format", "json").then(
      (lines) => [lines.join("")],
    );
    const { violations, notEvaluated } = JSON.parse(report) as Record<string, unknown>;
    assert.deepEqual({ violations, notEvaluated }, { violations: [], notEvaluated: [] });
  });

  it("hold a pack that the policy host starts", async () => {
    const pack = path.join(project, "node_modules/pulumi-aws-stepfunctions-policies");
    const analyzer = await Analyzer.start({ folder: pack, project: "project", stack: "dev" });
    try {
      assert.equal(analyzer.about.version, manifests[2]?.version);
      assert.ok(analyzer.about.policies.some(({ name }) => name === "kms-key-rotation"));
    } finally {
      analyzer.close();
    }
  });
});

/** Runs a file in a folder; its lines of output. */
async function node(folder: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await run(process.execPath, args, { cwd: folder }).catch(
    ({ stdout, stderr }: { stdout: string; stderr: string }) => assert.fail(`${stdout}${stderr}`),
  );
  return stdout.split("\n").filter(Boolean);
}

/** Makes a project of the template as `pulumi new` does: its words filled in, its settings asked for. */
function renderTemplate(target: string, words: Readonly<Record<string, string>>): void {
  cpSync(path.join(ROOT, "template"), target, { recursive: true });
  for (const file of readdirSync(target, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const name = path.join(file.parentPath, file.name);
    const text = readFileSync(name, "utf8");
    writeFileSync(
      name,
      text.replaceAll(/\$\{(PROJECT|DESCRIPTION)\}/g, (_, word: string) => words[word] ?? ""),
    );
  }
  const { template } = parse(readFileSync(path.join(target, "Pulumi.yaml"), "utf8")) as {
    template: { config: Record<string, { default: string }> };
  };
  const settings = Object.entries(template.config).map(([key, { default: value }]) => [
    key.includes(":") ? key : `${words.PROJECT}:${key}`,
    value,
  ]);
  const config = stringify({ config: Object.fromEntries(settings) as unknown });
  writeFileSync(path.join(target, "Pulumi.dev.yaml"), config);
}

/** Packs a copy of the repository, as packing changes a folder for a moment; returns the tarball. */
async function pack(folder: string, target: string): Promise<string> {
  const repository = path.join(target, `repository-${folder}`);
  for (const name of [...FOLDERS, "docs", "scripts", "tsconfig.json"]) {
    cpSync(path.join(ROOT, name), path.join(repository, name), { recursive: true });
  }
  for (const name of readdirSync(MODULES)) {
    const workspace = FOLDERS.find((known) => readlink(path.join(MODULES, name)) === `../${known}`);
    link(name, workspace ? path.join(repository, workspace) : path.join(MODULES, name), repository);
  }
  const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", target], {
    cwd: path.join(repository, folder),
  });
  return path.join(target, stdout.trim());
}

/** Unpacks a tarball into a project's node_modules; returns its package.json. */
async function install(tarball: string, project: string): Promise<Manifest> {
  const unpacked = `${tarball}.unpacked`;
  mkdirSync(unpacked);
  await run("tar", ["-xzf", tarball, "-C", unpacked]);
  const source = path.join(unpacked, "package");
  const manifest = JSON.parse(readFileSync(path.join(source, "package.json"), "utf8")) as Manifest;
  renameSync(source, path.join(project, "node_modules", manifest.name));
  return manifest;
}

/** Links a package into a project's node_modules, unless it is there. */
function link(name: string, target: string, project: string): void {
  const file = path.join(project, "node_modules", name);
  mkdirSync(path.dirname(file), { recursive: true });
  if (!existsSync(file)) symlinkSync(target, file);
}

function readlink(file: string): string | undefined {
  return lstatSync(file).isSymbolicLink() ? readlinkSync(file) : undefined;
}
