import { isOpaque } from "./value";

/** Whether the IAM pattern `pattern` (`*` any text, `?` any letter) allows `text`; wildcards in `text` are letters. */
export function allows(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${source.replace(/\*+/g, ".*").replace(/\?/g, ".")}$`, "s").test(text);
}

/** Whether some text is allowed by both patterns. What is filled in later may be any text. */
export function overlaps(left: string, right: string): boolean {
  const rows = open(left);
  const columns = open(right);
  // reached[j]: the letters of `left` so far and the first j of `right` can stand for the same text.
  let reached = [true, ...prefixOfStars(columns)];
  for (const letter of rows) {
    const next = [reached[0] === true && letter === "*"];
    for (let j = 1; j <= columns.length; j++) {
      const other = columns[j - 1] ?? "";
      const skip = letter === "*" && (reached[j] === true || next[j - 1] === true);
      const skipOther = other === "*" && (next[j - 1] === true || reached[j] === true);
      const same = letter === other || letter === "?" || other === "?";
      next.push(skip || skipOther || (same && reached[j - 1] === true));
    }
    reached = next;
  }
  return reached[columns.length] === true;
}

/** Whether `pattern` allows all of `resource`, as far as is known yet. */
export function covers(pattern: string, resource: string): boolean {
  return isOpaque(pattern) || isOpaque(resource)
    ? overlaps(pattern, resource)
    : allows(pattern, resource);
}

const open = (pattern: string): string[] => [
  ...pattern.replace(/\$\{[^}]*\}|⟦unknown:\d+⟧/gu, "*").replace(/\*+/g, "*"),
];

function prefixOfStars(letters: readonly string[]): boolean[] {
  const end = letters.findIndex((letter) => letter !== "*");
  return letters.map((_letter, index) => end === -1 || index < end);
}
