import { painter } from "./colour";
import type { Position } from "../definition/positions";
import type { Finding } from "../lint/finding";

/** A finding with the file that it is about and where in it, as the command prints it. */
export interface FileFinding extends Finding, Position {
  readonly file: string;
}

/** Findings for people: where and what, then the message and what to do about it. */
export function report(findings: readonly FileFinding[], files: number): string {
  const paint = painter();
  const lines = findings.flatMap((finding) => {
    const { file, line, column, severity, code, practice, path, message, fix } = finding;
    const level = paint(severity === "error" ? "red" : "yellow", severity);
    return [
      `${paint("bold", `${file}:${line}:${column}`)}  ${level}  ${code}  ${paint("cyan", path || "/")}  ${paint("gray", practice)}`,
      `  ${message}`,
      `  ${paint("gray", fix)}`,
    ];
  });
  return [...lines, ...(lines.length === 0 ? [] : [""]), summary(findings, files), ""].join("\n");
}

function summary(findings: readonly FileFinding[], files: number): string {
  const count = (number: number, noun: string): string =>
    `${number} ${noun}${number === 1 ? "" : "s"}`;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const found = `${count(errors, "error")}, ${count(findings.length - errors, "warning")}`;
  return `${found} in ${count(files, "file")}`;
}
