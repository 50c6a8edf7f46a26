// @ts-check
import { el } from "./dom.js";

/** Pixels of a row, as in style.css, and rows that are asked for at a time. */
const ROW = 30;
const PAGE = 200;

let lists = 0;

/**
 * A list to choose from, of any length: only the rows on the screen exist, and are asked for by pages.
 * @template T
 */
export class ListBox {
  /**
   * @param {string} label
   * @param {(item: T) => (Node | string)[]} draw what stands in a row
   * @param {(item: T) => void} choose told what a person has chosen
   */
  constructor(label, draw, choose) {
    this.draw = draw;
    this.choose = choose;
    this.id = `list-${++lists}`;
    this.total = 0;
    this.at = -1;
    /** @type {(from: number, count: number) => Promise<T[]>} */
    this.ask = async () => [];
    /** @type {Map<number, T[] | undefined>} */
    this.pages = new Map();
    this.rows = el("div", { role: "presentation" });
    this.node = el("div", { role: "listbox", tabindex: "0", "aria-label": label }, this.rows);
    this.node.addEventListener("scroll", () => this.render());
    this.node.addEventListener("keydown", (event) => this.press(event));
    // By place, not by row: between pressing and letting go the rows may have been drawn anew.
    this.rows.addEventListener("click", ({ clientY }) =>
      this.move(Math.floor((clientY - this.rows.getBoundingClientRect().top) / ROW)),
    );
    new ResizeObserver(() => this.render()).observe(this.node);
  }

  /**
   * Shows other rows.
   * @param {number} total
   * @param {(from: number, count: number) => Promise<T[]>} ask
   */
  show(total, ask) {
    [this.total, this.ask, this.pages] = [total, ask, new Map()];
    this.at = Math.min(this.at, total - 1);
    this.render();
  }

  /** Shows the same rows and more of them. @param {number} total */
  grow(total) {
    const last = Math.floor(this.total / PAGE);
    this.total = total;
    if (this.pages.has(last)) void this.load(last, true);
    this.render();
  }

  /** Shows what is in an array. @param {readonly T[]} items */
  showAll(items) {
    this.show(items.length, async (from, count) => items.slice(from, from + count));
  }

  /** Marks a row as chosen, without telling. @param {number} index */
  mark(index) {
    this.at = index;
    this.render();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const page = Math.max(1, Math.floor(this.node.clientHeight / ROW) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const ends = { Home: -Infinity, End: Infinity };
    const step = /** @type {Record<string, number>} */ ({ ...steps, ...ends })[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.move(Math.min(Math.max(this.at + step, 0), this.total - 1));
  }

  /** @param {number} index */
  async move(index) {
    if (index < 0) return;
    this.mark(index);
    const { clientHeight, scrollTop } = this.node;
    const top = index * ROW;
    if (top < scrollTop) this.node.scrollTop = top;
    if (top + ROW > scrollTop + clientHeight) this.node.scrollTop = top + ROW - clientHeight;
    const page = await this.load(Math.floor(index / PAGE));
    const item = page?.[index % PAGE];
    if (item !== undefined && this.at === index) this.choose(item);
  }

  /**
   * @param {number} index
   * @param {boolean} [isStale] whether there may be more in it than is known
   */
  async load(index, isStale = false) {
    const { pages } = this;
    if (isStale || pages.get(index) === undefined) {
      pages.set(index, pages.get(index));
      const items = await this.ask(index * PAGE, PAGE).catch(() => undefined);
      if (items) pages.set(index, items);
      if (pages === this.pages) this.render();
    }
    return pages.get(index);
  }

  render() {
    const first = Math.max(0, Math.floor(this.node.scrollTop / ROW) - 5);
    const last = Math.min(this.total, first + Math.ceil(this.node.clientHeight / ROW) + 10);
    this.rows.style.height = `${this.total * ROW}px`;
    const drawn = [];
    for (let index = first; index < last; index++) drawn.push(this.row(index));
    this.rows.replaceChildren(...drawn);
    const isDrawn = this.at >= first && this.at < last;
    this.node.setAttribute("aria-activedescendant", isDrawn ? `${this.id}-${this.at}` : "");
  }

  /** @param {number} index */
  row(index) {
    const number = Math.floor(index / PAGE);
    const item = this.pages.get(number)?.[index % PAGE];
    if (!this.pages.has(number)) void this.load(number);
    const isChosen = String(index === this.at);
    const row = el(
      "div",
      { role: "option", id: `${this.id}-${index}`, "aria-selected": isChosen },
      ...(item === undefined ? ["…"] : this.draw(item)),
    );
    row.setAttribute("aria-posinset", String(index + 1));
    row.setAttribute("aria-setsize", String(this.total));
    row.style.top = `${index * ROW}px`;
    return row;
  }
}
