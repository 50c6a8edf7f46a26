import path from "node:path";
import { locator, machinesIn } from "../../embedded";
import { readText } from "../../definition/parse";
import type { Finding, LintOptions, RuleSetting } from "../../lint/finding";
import { lintText } from "../../lint";
import { ruleOf } from "../../lint/rules";
import { Exit, UsageError } from "../exit";
import { readInput } from "../input";
import { report, type FileFinding } from "./report";
import { sarif } from "./sarif";
import { jsonText, printLines, visibleLines } from "../terminal";

/** What `asl lint` is asked for. */
export interface LintRequest {
  readonly strict?: boolean;
  readonly type: "STANDARD" | "EXPRESS";
  readonly format: "text" | "json" | "sarif";
  readonly rule: readonly string[];
}

/** Lints the files and prints what was found; files that cannot be read are reported on stderr. */
export function lintFiles(files: readonly string[], request: LintRequest): Exit {
  const { strict = false, type, format } = request;
  const options: LintOptions = { type, rules: settings(request.rule) };
  const names = [...new Set(files)];
  const broken: string[] = [];
  const read = (file: string): string | undefined => {
    try {
      return readInput(file);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      broken.push(error.message);
      return undefined;
    }
  };
  const findings = names.flatMap((file) => findingsIn(file, options, read));
  const formats = {
    json: () => jsonText(findings),
    sarif: () => sarif(findings),
    text: () => report(findings, names.length),
  };
  process.stdout.write(formats[format]());
  for (const message of broken) process.stderr.write(`error: ${visibleLines(message)}\n`);
  if (broken.length > 0) return Exit.usage;
  const counts = (finding: Finding): boolean => strict || finding.severity === "error";
  return findings.some(counts) ? Exit.findings : Exit.ok;
}

/** What is found in a file, and in those that it says the definitions of its state machines are in. */
function findingsIn(
  file: string,
  options: LintOptions,
  read: (file: string) => string | undefined,
): FileFinding[] {
  const text = read(file);
  if (text === undefined) return [];
  const findings = lintText(text, options);
  const machines = machinesIn(readText(text).value) ?? [];
  return [
    ...placed(file, text, findings),
    ...machines.flatMap(({ name, type = options.type, definition }): FileFinding[] => {
      if (definition.is === "elsewhere")
        printLines(process.stderr, `note: ${file}: ${name} is not linted: ${definition.reason}`);
      if (definition.is !== "file") return [];
      const beside = path.join(path.dirname(file), definition.file);
      const inside = read(beside);
      if (inside === undefined) return [];
      return placed(beside, inside, lintText(inside, { ...options, type }));
    }),
  ];
}

function placed(file: string, text: string, findings: readonly Finding[]): FileFinding[] {
  if (findings.length === 0) return [];
  const paths = findings.map((finding) => finding.path);
  const locate = locator(text, paths);
  return findings.map((finding) => ({ file, ...finding, ...locate(finding.path) }));
}

function settings(rules: readonly string[]): NonNullable<LintOptions["rules"]> {
  return Object.fromEntries(
    rules.map((rule) => {
      const [, code = "", level] = /^([^=]+)=(error|warning|off)$/.exec(rule) ?? [];
      if (level === undefined) {
        throw new UsageError(`--rule takes CODE=error, CODE=warning or CODE=off, not "${rule}"`);
      }
      try {
        return [ruleOf(code).id, level as RuleSetting];
      } catch (error) {
        throw new UsageError(`--rule: ${(error as Error).message}`);
      }
    }),
  );
}
