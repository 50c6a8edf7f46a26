// @ts-check
import { visible } from "./dom.js";

const OWN_STYLE = `
  svg { display: block; margin: auto }
  :host(.fits) svg { max-width: 100%; height: auto }
  [data-state] { cursor: pointer }
  .chosen .shape { stroke-width: 4 }
`;

/**
 * The picture of a workflow, in a tree of its own so that its style and ids meet no others.
 * @param {HTMLElement} host
 * @param {(state: string) => void} choose told the state that is clicked
 */
export function picture(host, choose) {
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet];
  let chosen = "";
  const mark = () => {
    for (const node of root.querySelectorAll("[data-state]")) {
      node.classList.toggle("chosen", node.getAttribute("data-state") === chosen);
    }
  };
  root.addEventListener("click", ({ target }) => {
    const node = target instanceof Element ? target.closest("[data-state]") : null;
    if (node) choose(node.getAttribute("data-state") ?? "");
  });
  return {
    /** @param {{ svg: string, style: string }} drawn */
    draw({ svg, style }) {
      // The server has escaped it. This parser runs no script, and the page's policy allows none inside of it.
      const { documentElement } = new DOMParser().parseFromString(svg, "image/svg+xml");
      sheet.replaceSync(`${style}${OWN_STYLE}`);
      const texts = document.createNodeIterator(documentElement, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        text.nodeValue = visible(text.nodeValue ?? "");
      }
      root.replaceChildren(document.importNode(documentElement, true));
      mark();
    },
    /** @param {string} state */
    mark(state) {
      chosen = state;
      mark();
    },
  };
}
