// @ts-check

/** What a text would act upon instead of showing it: control characters and changes of direction. */
const CONTROL = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu;

/**
 * A text in which nothing hides or reorders; lines stay lines.
 * @param {string} text
 */
export function visible(text) {
  return text.replace(CONTROL, (letter) =>
    letter === "\n" || letter === "\t"
      ? letter
      : `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * An element. Texts are only ever text.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Readonly<Record<string, string>>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.map((each) => (typeof each === "string" ? visible(each) : each)));
  return element;
}

/**
 * The element of the page with an id.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (found === null || (kind && !(found instanceof kind))) throw new Error(`no ${id} in the page`);
  return /** @type {T} */ (found);
}

/**
 * A button that does something.
 * @param {string} label
 * @param {() => void} press
 */
export function button(label, press) {
  const node = el("button", { type: "button" }, label);
  node.addEventListener("click", press);
  return node;
}

/**
 * Named texts, each below its name; those that are undefined are left out.
 * @param {Readonly<Record<string, string | undefined>>} texts
 */
export function fields(texts) {
  return Object.entries(texts).flatMap(([name, text]) =>
    text === undefined
      ? []
      : [el("h3", {}, name), el("pre", { tabindex: "0", "aria-label": name }, text)],
  );
}

/**
 * JSON text on lines. Only the space between changes: numbers stay as they are written. Other text is as it is.
 * @param {string | undefined} text
 */
export function pretty(text) {
  if (text === undefined || !isJson(text)) return text;
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g) ?? [];
  let [lines, depth] = ["", 0];
  tokens.forEach((token, index) => {
    const isEnd = token === "}" || token === "]";
    const isEmpty = isEnd && /^[[{]$/.test(tokens[index - 1] ?? "");
    if (isEnd) depth -= 1;
    if (isEnd && !isEmpty) lines += `\n${"  ".repeat(depth)}`;
    lines += token === ":" ? ": " : token;
    if (token === "{" || token === "[") depth += 1;
    const next = tokens[index + 1];
    const opens = (token === "{" || token === "[") && next !== "}" && next !== "]";
    if (opens || token === ",") lines += `\n${"  ".repeat(depth)}`;
  });
  return lines;
}

/** @param {string} text */
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const MARKS = /** @type {Record<string, string>} */ ({
  SUCCEEDED: "✔",
  FAILED: "✖",
  TIMED_OUT: "✖",
  ABORTED: "✖",
  RUNNING: "●",
  succeeded: "✔",
  failed: "✖",
  caught: "↷",
  running: "●",
  stopped: "■",
});

/** How something ended: a mark and a word. @param {string} [status] */
export function badge(status = "") {
  return el("span", { class: `badge ${status.toLowerCase()}` }, `${MARKS[status] ?? ""} ${status}`);
}

/** @param {number} [seconds] */
export function duration(seconds) {
  return seconds === undefined ? "" : `${seconds.toFixed(2)} s`;
}
