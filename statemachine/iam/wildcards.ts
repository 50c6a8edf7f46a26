import { hasUnresolved, replaceUnresolved } from "./unresolved";

/** Whether the IAM pattern `pattern` (`*` any text, `?` any letter) allows `text`; wildcards in `text` are letters. */
export function matchesPattern(pattern: string, text: string): boolean {
  const star = pattern.search(/[*?]/);
  if (star === -1) return pattern === text;
  if (!text.startsWith(pattern.slice(0, star))) return false;
  if (star === pattern.length - 1 && pattern.endsWith("*")) return true;
  return meet(
    [...pattern],
    [...text].map((letter) => (/[*?]/.test(letter) ? `\\${letter}` : letter)),
  );
}

/** As {@link matchesPattern}, for actions and condition keys, whose letter case IAM ignores. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesPattern(pattern.toLowerCase(), action.toLowerCase());
}

/** Whether some text is allowed by both patterns. What is filled in later may be any text. */
export function patternsOverlap(left: string, right: string): boolean {
  return meet(open(left), open(right));
}

/** Letter by letter, in time proportional to the product of the lengths: no pattern makes it slow. */
function meet(left: readonly string[], right: readonly string[]): boolean {
  // Most are ARNs, with a long beginning in common: what stands for the same letters needs no second look.
  const start = commonStart(left, right);
  const rest = right.slice(start);
  // reached[j]: the letters of `left` so far and the first j of `rest` can stand for the same text.
  let reached = [true, ...leadingStars(rest)];
  for (const letter of left.slice(start)) {
    const next = [reached[0] === true && letter === "*"];
    for (const [j, other] of rest.entries()) {
      const passes =
        (letter === "*" || other === "*") && (reached[j + 1] === true || next[j] === true);
      const same = letter === other || letter === "?" || other === "?";
      next.push(passes || (same && reached[j] === true));
    }
    // Most patterns differ within their first letters, and nothing that follows can make them meet.
    if (!next.includes(true)) return false;
    reached = next;
  }
  return reached[rest.length] === true;
}

/** Whether `pattern` allows all of `resource`, as far as is known yet. */
export function covers(pattern: string, resource: string): boolean {
  return hasUnresolved(pattern) || hasUnresolved(resource)
    ? patternsOverlap(pattern, resource)
    : matchesPattern(pattern, resource);
}

const open = (pattern: string): string[] => [
  ...replaceUnresolved(pattern, "*").replace(/\*+/g, "*"),
];

/** How many letters, before the first `*`, are the same in both. */
function commonStart(left: readonly string[], right: readonly string[]): number {
  const end = left.findIndex((letter, index) => letter === "*" || letter !== right[index]);
  return end === -1 ? left.length : end;
}

function leadingStars(letters: readonly string[]): boolean[] {
  const end = letters.findIndex((letter) => letter !== "*");
  return letters.map((_letter, index) => end === -1 || index < end);
}
