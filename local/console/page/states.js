// @ts-check
/** @typedef {import("./api.js").State} State */
/** @typedef {import("./api.js").Visit} Visit */
import { badge, button, byId, duration, el, fields, pretty } from "./dom.js";
import { ListBox } from "./list-box.js";

/**
 * The states of the chosen execution, and what happened in one of them.
 * @param {(name: string, query: Record<string, string>) => Promise<any>} ask about the chosen execution
 * @param {(state: string) => void} chosen told the state that is shown
 */
export function statesView(ask, chosen) {
  let state = "";
  /** Which visit is shown; the last when undefined. @type {number | undefined} */
  let at;
  /** @type {readonly State[]} */
  let states = [];
  const list = new ListBox(
    "States",
    (/** @type {State} */ { name, type, visits, status }) => [
      el("b", {}, name),
      el("span", {}, type ?? "?"),
      visits > 1 ? `${visits} visits` : "",
      badge(status),
    ],
    ({ name }) => void choose(name),
  );
  const detail = el("div", { class: "detail", "aria-live": "polite" });
  byId("states").append(list.node, detail);

  /** @param {string} name */
  async function choose(name) {
    [state, at] = [name, undefined];
    chosen(name);
    list.mark(states.findIndex((each) => each.name === name));
    await show();
  }

  async function show() {
    const asked = state;
    /** @type {Visit | undefined} */
    const visit = await ask("visit", at === undefined ? { state } : { state, at: String(at) });
    if (visit === undefined || state !== asked) return;
    detail.replaceChildren(el("h3", {}, state, badge(visit.status)), ...contentOf(visit));
  }

  /** @param {Visit} visit */
  function contentOf(visit) {
    if (visit.total === 0) return [el("p", {}, "Not entered.")];
    const go = (/** @type {number} */ to) => () => {
      at = to;
      void show();
    };
    const [earlier, later] = [
      button("Earlier", go(visit.at - 1)),
      button("Later", go(visit.at + 1)),
    ];
    [earlier.disabled, later.disabled] = [visit.at === 0, visit.at === visit.total - 1];
    const took = visit.seconds === undefined ? "" : `, took ${duration(visit.seconds)}`;
    return [
      el("p", {}, `Entered after ${duration(visit.after)}${took}`),
      ...(visit.total > 1
        ? [el("p", { class: "bar" }, earlier, `${visit.at + 1} of ${visit.total}`, later)]
        : []),
      ...fields({
        ...{ Input: pretty(visit.input), Output: pretty(visit.output) },
        ...{ Error: visit.error, Cause: pretty(visit.cause) },
      }),
    ];
  }

  return {
    choose,
    /**
     * Shows states as they are now; of another execution, the one that says most about it.
     * @param {readonly State[]} now
     * @param {boolean} isOther
     */
    async show(now, isOther) {
      states = now;
      list.showAll(now);
      const telling = now.find(({ status }) => status === "failed") ?? now[0];
      const isKnown = !isOther && now.some(({ name }) => name === state);
      await (isKnown ? show() : choose(telling?.name ?? ""));
    },
  };
}
