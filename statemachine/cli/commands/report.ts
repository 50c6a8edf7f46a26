import { painter } from "../colour";
import { groupBy } from "../../group-by";
import type { Position } from "../../embedded";
import type { Finding } from "../../lint/finding";
import { visible } from "../terminal";

/** A finding with the file that it is about and where in it, as the command prints it. */
export interface FileFinding extends Finding, Position {
  readonly file: string;
}

/** This many warnings of one rule in a file are one line with a count. */
const MANY = 3;

/**
 * Findings for people: where and what, then the message and what to do about it. Of many warnings of one rule in a file
 * the first is shown, and the places of some.
 */
export function report(findings: readonly FileFinding[], files: number): string {
  const paint = painter();
  const lines = grouped(findings).flatMap((group) => {
    const [{ file, line, column, severity, code, practice, path, message, fix }, ...others] = group;
    const level = paint(severity === "error" ? "red" : "yellow", severity);
    const count = others.length === 0 ? "" : `  ${paint("bold", `${group.length} times`)}`;
    const at = others.slice(0, MANY).map((each) => `${each.path} (line ${each.line})`);
    const more = others.length > MANY ? [`${others.length - MANY} more`] : [];
    return [
      `${paint("bold", visible(`${file}:${line}:${column}`))}  ${level}  ${code}  ${paint("cyan", visible(path) || "/")}  ${paint("gray", practice)}${count}`,
      `  ${visible(message)}`,
      ...(others.length === 0 ? [] : [`  also ${visible([...at, ...more].join(", "))}`]),
      `  ${paint("gray", visible(fix))}`,
    ];
  });
  return [...lines, ...(lines.length === 0 ? [] : [""]), summary(findings, files), ""].join("\n");
}

type Group = readonly [FileFinding, ...FileFinding[]];

/** Each finding by itself, but many warnings of one rule in one file together, where the first of them is. */
function grouped(findings: readonly FileFinding[]): Group[] {
  const groups = groupBy(findings, (finding) =>
    finding.severity === "error" ? finding : `${finding.code} ${finding.file}`,
  );
  const split = [...groups.values()].flatMap((group): Group[] =>
    group.length < MANY ? group.map((finding): Group => [finding]) : [group],
  );
  // Pairs that were taken apart go back to where they were found.
  const place = new Map(findings.map((finding, index) => [finding, index]));
  const order = ([first]: Group): number => place.get(first) ?? 0;
  return split.sort((left, right) => order(left) - order(right));
}

function summary(findings: readonly FileFinding[], files: number): string {
  const count = (number: number, noun: string): string =>
    `${number} ${noun}${number === 1 ? "" : "s"}`;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const found = `${count(errors, "error")}, ${count(findings.length - errors, "warning")}`;
  return `${found} in ${count(files, "file")}`;
}
