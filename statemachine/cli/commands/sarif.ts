import path from "node:path";
import { pathToFileURL } from "node:url";
import type { LintRule } from "../../lint/rule";
import { RULES } from "../../lint/rules";
import type { FileFinding } from "./report";
import { jsonText } from "../terminal";

/** Findings as SARIF 2.1.0, for code scanning and editors, with the rules that were broken. */
export function sarif(findings: readonly FileFinding[]): string {
  const broken = new Set(findings.map(({ code }) => code));
  const rules = RULES.filter(({ id }) => broken.has(id));
  const driver = { name: "asl-toolkit", rules: rules.map(describe) };
  const results = findings.map((finding) => ({
    ruleId: finding.code,
    ruleIndex: rules.findIndex(({ id }) => id === finding.code),
    level: finding.severity,
    message: { text: `${finding.message}; to do: ${finding.fix}` },
    locations: [locate(finding)],
    partialFingerprints: { "ruleAndPath/v1": `${finding.code} ${finding.path}` },
  }));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
  return jsonText(log);
}

function describe({ id, meta }: LintRule): object {
  return {
    id,
    shortDescription: { text: meta.description },
    help: {
      text: meta.remedy,
      markdown: `${meta.remedy}\n\nExamples: \`docs/lint/${id}.md\` in the package asl-toolkit.`,
    },
    defaultConfiguration: { level: meta.severity },
    properties: { tags: [meta.pillar] },
  };
}

function locate({ file, line, column, path: pointer }: FileFinding): object {
  const uri = path.isAbsolute(file)
    ? pathToFileURL(file).href
    : file.replaceAll(path.sep, "/").split("/").map(encodeURIComponent).join("/");
  return {
    physicalLocation: {
      artifactLocation: { uri },
      region: { startLine: line, startColumn: column },
    },
    logicalLocations: [{ fullyQualifiedName: pointer || "/", kind: "member" }],
  };
}
