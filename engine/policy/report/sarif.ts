import type { PolicyAbout } from "../pack";
import type { PolicyResult } from "../check";
import { jsonText } from "../../../statemachine/cli";
import { nameOf } from "./names";

/** GitHub sorts alerts by this number (docs.github.com, SARIF support for code scanning). */
const SEVERITY: Readonly<Record<string, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

/** The report as SARIF 2.1.0, for GitHub code scanning. */
export function sarif(result: PolicyResult): string {
  const { report, policies, version, stack } = result;
  const finding = (rule: string, urn: string, message: string): object => ({
    ruleId: rule,
    ruleIndex: policies.findIndex(({ name }) => name === rule),
    message: { text: `${nameOf(urn)}: ${message}` },
    locations: [
      {
        // A resource has no line of code that the engine knows of: the program's entry point stands for it.
        physicalLocation: { artifactLocation: { uri: "index.ts" }, region: { startLine: 1 } },
        logicalLocations: [{ name: nameOf(urn), fullyQualifiedName: urn, kind: "resource" }],
      },
    ],
    partialFingerprints: { "ruleAndResource/v1": `${rule} ${urn} ${message}` },
  });
  const results = [
    ...report.violations.map(({ rule, urn, message, remedy, level }) => ({
      ...finding(rule, urn, `${message} ${remedy}`),
      level: level === "mandatory" ? "error" : "warning",
      kind: "fail",
    })),
    ...report.notEvaluated.map(({ rule, urn, property }) => ({
      ...finding(rule, urn, `not evaluated: ${property} is not known yet.`),
      level: "none",
      kind: "open",
    })),
    ...report.exemptions.map(({ rule, urn, message, reason, expires }) => ({
      ...finding(rule, urn, message),
      level: "warning",
      kind: "fail",
      suppressions: [{ kind: "external", justification: `${reason} (until ${expires})` }],
    })),
  ];
  const driver = {
    name: "step-functions-policies",
    semanticVersion: version,
    rules: policies.map(ruleOf),
  };
  const run = {
    tool: { driver },
    automationDetails: { id: `policy/${stack.stack}/` },
    columnKind: "utf16CodeUnits",
    results,
  };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [run],
  };
  return jsonText(log);
}

function ruleOf({ name, description, remedy, url, tags, severity }: PolicyAbout): object {
  return {
    id: name,
    shortDescription: { text: description },
    ...(remedy && { help: { text: remedy } }),
    ...(url && { helpUri: url }),
    properties: { tags, ...(SEVERITY[severity] && { "security-severity": SEVERITY[severity] }) },
  };
}
