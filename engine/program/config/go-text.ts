/** What no YAML 1.1 holds, and the breaks of lines that later versions take for text. */
const NOT_ALLOWED =
  /[^\t\n\r\u{20}-\u{7e}\u{a0}-\u{2027}\u{202a}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

export function isAllowed(text: string): boolean {
  return !NOT_ALLOWED.test(text);
}

/** @throws Error that names the first character which the engine does not take, or not for a part of a text */
export function refuseCharacters(yaml: string): void {
  const [found] = NOT_ALLOWED.exec(yaml) ?? [];
  if (found === undefined) return;
  const code = found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  throw new Error(`the character U+${code} is not read here: write it as an escape in "..."`);
}

/** YAML in whose double-quoted texts an escape stands for each character that the engine would not take. */
export function withEscapes(yaml: string): string {
  return yaml.replace(
    new RegExp(NOT_ALLOWED, "gu"),
    (found) => `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * A text after the engine has written it and read it again, as it does with every file: yaml.v3 writes one of several
 * lines as a block, which loses a break that it begins with, and cannot begin with a tab.
 */
export function writtenAnew(text: string): string {
  const isBlock =
    text.includes("\n") && !/ ([\n\u2028\u2029]|$)/.test(text) && !NOT_PRINTED.test(text);
  if (isBlock && text.startsWith("\t")) {
    throw new Error("a text of several lines begins with a tab, which the engine cannot read");
  }
  return isBlock ? text.replace(/^[\n\u2028\u2029]/, "") : text;
}

/** What yaml.v3 writes as an escape: characters beyond 16 bits too. */
const NOT_PRINTED = /[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
