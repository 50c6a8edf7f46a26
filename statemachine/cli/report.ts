import { painter } from "./colour";
import type { FileFinding } from "./lint";

/** Findings for people: a block for each file, a line for each finding, and what to do about it below. */
export function report(findings: readonly FileFinding[], files: number): string {
  const paint = painter();
  const byFile = new Map<string, FileFinding[]>();
  for (const finding of findings) {
    byFile.set(finding.file, [...(byFile.get(finding.file) ?? []), finding]);
  }
  const blocks = [...byFile].map(([file, all]) => {
    const width = Math.max(...all.map(({ code }) => code.length));
    const lines = all.flatMap(({ severity, code, practice, path, message, fix }) => [
      `  ${paint(severity === "error" ? "red" : "yellow", severity.padEnd(7))}  ${code.padEnd(width)}  ${paint("cyan", path || "/")}  ${paint("gray", practice)}`,
      `           ${message}`,
      `           ${paint("gray", fix)}`,
    ]);
    return [paint("bold", file), ...lines, ""].join("\n");
  });
  return `${[...blocks, summary(findings, files)].join("\n")}\n`;
}

function summary(findings: readonly FileFinding[], files: number): string {
  const count = (number: number, noun: string): string =>
    `${number} ${noun}${number === 1 ? "" : "s"}`;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const found = `${count(errors, "error")}, ${count(findings.length - errors, "warning")}`;
  return `${found} in ${count(files, "file")}`;
}
