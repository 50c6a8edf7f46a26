import type { Finding, LintOptions } from "../lint/finding";
import { lint, lintText } from "../lint";
import { Exit, UsageError } from "./exit";
import { readInput } from "./input";
import { report } from "./report";

/** What `asl lint` is asked for. */
export interface LintRequest {
  readonly strict?: boolean;
  readonly type: "STANDARD" | "EXPRESS";
  readonly format: "text" | "json";
  readonly rule: readonly string[];
}

/** A finding with the file that it is about, as the command prints it. */
export interface FileFinding extends Finding {
  readonly file: string;
}

/** Lints the files and prints what was found; files that cannot be read are told apart, on stderr. */
export function lintFiles(files: readonly string[], request: LintRequest): Exit {
  const { strict = false, type, format } = request;
  const options: LintOptions = { type, rules: settings(request.rule) };
  const findings: FileFinding[] = [];
  const broken: string[] = [];
  for (const file of [...new Set(files)]) {
    try {
      const found = lintText(readInput(file), options);
      findings.push(...found.map((finding) => ({ file, ...finding })));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      broken.push(error.message);
    }
  }
  process.stdout.write(
    format === "json" ? `${JSON.stringify(findings, null, 2)}\n` : report(findings, files.length),
  );
  for (const message of broken) process.stderr.write(`error: ${message}\n`);
  if (broken.length > 0) return Exit.usage;
  const counts = (finding: Finding): boolean => strict || finding.severity === "error";
  return findings.some(counts) ? Exit.findings : Exit.ok;
}

const LEVELS: ReadonlySet<string> = new Set(["error", "warning", "off"]);

function settings(rules: readonly string[]): NonNullable<LintOptions["rules"]> {
  const settings = Object.fromEntries(
    rules.map((rule) => {
      const [code = "", level = ""] = rule.split("=");
      if (code === "" || !LEVELS.has(level)) {
        throw new UsageError(`--rule takes CODE=error, CODE=warning or CODE=off, not "${rule}"`);
      }
      return [code, level as "error" | "warning" | "off"];
    }),
  );
  try {
    lint({}, { rules: settings });
  } catch (error) {
    throw new UsageError(`--rule: ${(error as Error).message}`);
  }
  return settings;
}
