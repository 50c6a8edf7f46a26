import { visibleLines } from "../../../statemachine/cli";

/** The resource's name in the program, at the end of its URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::") || "the stack";
}

/** The resource's type, at the end of the chain of types in its URN. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** Text for XML content and attributes. What XML cannot hold at all is left out. */
export function xml(text: string): string {
  const marks: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return visibleLines(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "")).replace(
    /[&<>"]/g,
    (mark) => marks[mark] ?? mark,
  );
}
