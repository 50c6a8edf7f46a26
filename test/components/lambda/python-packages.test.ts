import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LambdaFunction } from "../../../components";
import { packageFiles, type PythonPackages } from "../../../components/lambda/code/python-packages";
import { declared } from "../../support/declared";

/** Notes each call, and installs what pip does: a package, a script and notes. */
const PIP = `#!/bin/sh
for last; do :; done
if [ "$last" = --version ]; then exit 0; fi
echo "$0 $*" >> "$CALLS"
if [ -n "$FAILS" ]; then echo "warning: none" >&2; echo "ERROR: $FAILS" >&2; exit 1; fi
while [ "$1" != --target ]; do shift; done
mkdir -p "$2/greet" "$2/bin" "$2/greet-1.dist-info"
echo "def hello(): pass" > "$2/greet/__init__.py"
echo "#!$0" > "$2/bin/greet"
echo "Name: greet" > "$2/greet-1.dist-info/METADATA"
echo "$2" > "$2/greet-1.dist-info/RECORD"
`;

const GLIBC_2_34 = Array.from({ length: 18 }, (_, n) => `manylinux_2_${34 - n}`);
const GLIBC_2_26 = GLIBC_2_34.slice(8);

describe("The Python packages of a function", () => {
  const { PATH, CALLS, FAILS } = process.env;
  const before = process.cwd();
  let folder: string;
  let packages: PythonPackages;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "python-"));
    process.chdir(folder);
    process.env["PATH"] = path.join(folder, "bin");
    process.env["CALLS"] = path.join(folder, "calls");
    mkdirSync("bin");
    mkdirSync("src");
    writeFileSync("src/main.py", "def handler(event, context): pass\n");
    pin("greet==1.0\n");
    packages = { requirements: "requirements.txt", runtime: "python3.13", architecture: "x86_64" };
  });

  afterEach(() => {
    process.chdir(before);
    for (const [name, value] of Object.entries({ PATH, CALLS, FAILS })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    delete process.env["STEPFUNCTIONS_LOCAL_PYTHON"];
    rmSync(folder, { recursive: true });
  });

  const pin = (text: string): void => writeFileSync("requirements.txt", text);
  const install = (name: string): void => {
    // The tools that the script itself calls are where every Unix has them.
    writeFileSync(`bin/${name}`, PIP.replace("\n", "\nPATH=/bin:/usr/bin\n"));
    chmodSync(`bin/${name}`, 0o755);
  };
  const calls = (): string[] => readFileSync("calls", "utf8").trimEnd().split("\n");
  const names = (isDeployed?: boolean): string[] =>
    packageFiles(packages, isDeployed).files.map(({ name }) => name);

  it("are installed once for each content, without scripts and notes of the installer", () => {
    install("python3");

    const [first, second] = [names(true), names(true)];
    pin("greet==1.1\n");
    names(true);

    assert.deepEqual(first, ["greet-1.dist-info/METADATA", "greet/__init__.py"]);
    assert.deepEqual(second, first);
    assert.equal(calls().length, 2);
  });

  const TARGETS: readonly (readonly [Partial<PythonPackages>, string, readonly string[]])[] = [
    [{}, "3.13", [...GLIBC_2_34, "manylinux2014"].map((each) => `${each}_x86_64`)],
    [
      { runtime: "python3.11", architecture: "arm64" },
      "3.11",
      [...GLIBC_2_26, "manylinux2014"].map((each) => `${each}_aarch64`),
    ],
  ];
  for (const [change, version, platforms] of TARGETS) {
    it(`are wheels for the system of Python ${version}`, () => {
      install("python3");
      packages = { ...packages, ...change };

      names(true);

      const [call = ""] = calls();
      assert.deepEqual(
        [...call.matchAll(/--platform (\S+)/g)].map(([, each]) => each),
        platforms,
      );
      assert.match(call, new RegExp(`--only-binary :all: --python-version ${version} `));
    });
  }

  it("are installed by pip of the runtime's version, of another, or by uv", () => {
    const used = ["uv", "python3", "python3.13"].map((name, index) => {
      install(name);
      pin(`greet==1.${index}\n`);
      names(true);
      return path.basename(calls().at(-1)!.split(" ")[0]!);
    });

    assert.deepEqual(used, ["uv", "python3", "python3.13"]);
    assert.match(calls()[0]!, /--python-version 3\.13 --python-platform x86_64-manylinux_2_34$/);
  });

  it("are installed for the Python of this machine where that runs the code", () => {
    install("local");
    process.env["STEPFUNCTIONS_LOCAL_PYTHON"] = path.join(folder, "bin", "local");

    assert.equal(names().length, 2);
    assert.doesNotMatch(calls()[0]!, /--platform|--python-version/);
  });

  it("are not installed under mocks: the file stands for them", async () => {
    const names = { prefix: "acme", environment: "qa", name: "score" };
    const stack = await declared(
      () =>
        new LambdaFunction("score", {
          ...names,
          sourceCodeDir: path.join(folder, "src"),
          requirements: path.join(folder, "requirements.txt"),
          runtime: "python3.13",
          handler: "main.handler",
        }),
    );

    const { code } = stack.one("lambda/function:Function").inputs as { code: { archive: object } };
    assert.deepEqual(Object.keys(code.archive), ["main.py", "requirements.txt"]);
  });

  const REFUSED: Readonly<Record<string, readonly [text: string, message: RegExp]>> = {
    "without a version": [
      "boto3>=1.40\n",
      /^has the line "boto3>=1\.40": pin the version, .*'pip-compile'/,
    ],
    "of a version with a star": ["greet==1.*\n", /^has the line "greet==1\.\*": pin the version/],
    "of another file": [
      "-r other.txt\n",
      /^has the line "-r other\.txt": write the packages themselves/,
    ],
    "that are none": ["# greet==1.0\n\n", /^names no package: leave it out$/],
  };
  for (const [what, [text, message]] of Object.entries(REFUSED)) {
    it(`${what} are refused`, () => {
      pin(text);
      assert.throws(() => names(false), { message });
    });
  }

  it("with extras, hashes, markers and addresses are taken", () => {
    pin(
      '--index-url https://example.org/simple\ngreet[all]==1.0 ; python_version > "3.8" # why\n' +
        "six==1.17.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\nown @ https://example.org/own.whl\n",
    );
    assert.deepEqual(names(false), ["requirements.txt"]);
  });

  it("that cannot be installed are told with what pip says", () => {
    install("python3");
    process.env["FAILS"] = "No matching distribution found for greet==1.0";

    assert.throws(() => names(true), {
      message:
        "cannot be installed for python3.13 on x86_64: ERROR: No matching distribution found for greet==1.0 " +
        "(only wheels are taken: choose a version that has one for the system, or give image)",
    });
  });

  it("need pip or uv", () => {
    assert.throws(() => names(true), { message: /^needs pip or uv to install packages: install / });
  });

  it("are for a folder and a runtime of Python, and their file must be there", () => {
    const names = { prefix: "acme", environment: "qa", name: "score" };
    const reasons = [
      { runtime: "nodejs24.x", handler: "main.handler", layerArns: [], code: undefined },
      { runtime: "python3.13", handler: "main.handler", requirements: "no.txt" },
    ].map((args) => {
      try {
        return new LambdaFunction("score", {
          ...names,
          sourceCodeDir: "src",
          requirements: "requirements.txt",
          ...args,
        });
      } catch (error) {
        return (error as Error).message.split("\n").filter((line) => line.includes("requirements"));
      }
    });

    assert.deepEqual(reasons, [
      ["  requirements: is for sourceCodeDir with a runtime of Python"],
      ['  requirements: "no.txt": there is no such file'],
    ]);
  });
});
