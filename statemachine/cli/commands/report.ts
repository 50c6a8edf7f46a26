import type { Position } from "../../embedded";
import type { Finding } from "../../lint/finding";
import { grouped, otherPlaces } from "../../lint/grouped";
import { painter, visible } from "../terminal";

/** A finding with the file that it is about and where in it, as the command prints it. */
export interface FileFinding extends Finding, Position {
  readonly file: string;
}

/**
 * Findings for people: where and what, then the message and what to do about it. Of many warnings of one rule in a file
 * the first is shown, and the places of some.
 */
export function report(findings: readonly FileFinding[], files: number): string {
  const paint = painter();
  const lines = grouped(findings, ({ file }) => file).flatMap((group) => {
    const [{ file, line, column, severity, code, practice, path, message, fix }] = group;
    const level = paint(severity === "error" ? "red" : "yellow", severity);
    const others = otherPlaces(group, (other) => `${other.path} (line ${other.line})`);
    const count = others === "" ? "" : `  ${paint("bold", `${group.length} times`)}`;
    return [
      `${paint("bold", visible(`${file}:${line}:${column}`))}  ${level}  ${code}  ${paint("cyan", visible(path) || "/")}  ${paint("gray", practice)}${count}`,
      `  ${visible(message)}`,
      ...(others === "" ? [] : [`  also ${visible(others)}`]),
      `  ${paint("gray", visible(fix))}`,
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
