// @ts-check

/**
 * Makes the tabs of a list of tabs work: by pointer, arrow keys, Home and End.
 * @param {Element} list with the role tablist, whose tabs control a panel each
 * @param {(panel: string) => void} [shown] told the id of the panel that is shown
 * @returns {(panel: string) => void} shows a panel
 */
export function tabs(list, shown = () => undefined) {
  const all = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[role="tab"]')]);
  /** @param {HTMLElement} tab */
  const panelOf = (tab) => /** @type {string} */ (tab.getAttribute("aria-controls"));
  /** @param {HTMLElement | undefined} chosen */
  const choose = (chosen) => {
    if (chosen === undefined) return;
    for (const tab of all) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      const panel = document.getElementById(panelOf(tab));
      if (panel !== null) panel.hidden = !isChosen;
    }
    shown(panelOf(chosen));
  };
  all.forEach((tab, index) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[key];
      const to = next === undefined ? undefined : all.at(next % all.length);
      choose(to);
      to?.focus();
    });
  });
  choose(all[0]);
  return (panel) => choose(all.find((tab) => panelOf(tab) === panel));
}
