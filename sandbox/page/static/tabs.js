// Tabs: arrows move among them, and the one chosen is shown.

import { fill, find, h } from "./dom.js";
import { moved } from "./popup-list.js";

/** The buttons of a tab list for `tabs` ({name, words, badge}), of which `chosen` is open; `panel` names an id. */
export function choosable(tabs, chosen, choose, panel) {
  const go = (event) => {
    const all = [...event.currentTarget.parentNode.querySelectorAll('[role="tab"]')].filter((tab) => tab.offsetParent);
    const key = { ArrowRight: "ArrowDown", ArrowLeft: "ArrowUp" }[event.key] ?? event.key;
    const next = event.key === "ArrowDown" || event.key === "ArrowUp" ? -1 : moved(key, all.indexOf(event.currentTarget), all.length);
    if (next >= 0) {
      event.preventDefault();
      all[next].focus();
      all[next].click();
    }
  };
  return tabs.map(({ name, words, badge }) => h("button", {
    type: "button", role: "tab", id: `tab-${name}`, class: `tab tab-${name}`, "aria-controls": panel ?? name, "data-focus": `tab ${name}`,
    "aria-selected": String(name === chosen), tabindex: name === chosen ? "0" : "-1", onclick: () => choose(name), onkeydown: go,
  }, words, badge ? h("span", { class: "badge" }, badge) : null));
}

// The panels around Slack. On a narrow screen Slack is one of them, else it always stands beside them.
const NARROW = window.matchMedia("(max-width: 900px)");
const badges = {};
const chosen = { narrow: "slack", wide: "mailbox" };
const PANELS = [
  { name: "slack", words: "Slack" }, { name: "mailbox", words: "Mailbox" }, { name: "zoom", words: "Zoom" },
  { name: "faults", words: "Faults" }, { name: "traffic", words: "Traffic" },
];

export function startTabs() {
  NARROW.addEventListener("change", drawTabs);
  drawTabs();
}

export function showPanel(name) {
  chosen.narrow = name;
  chosen.wide = name === "slack" ? chosen.wide : name;
  drawTabs();
}

/** A few characters beside a panel's name; an empty text takes them away. */
export function setBadge(name, words) {
  if (badges[name] !== words) {
    badges[name] = words;
    drawTabs();
  }
}

function drawTabs() {
  const shown = NARROW.matches ? chosen.narrow : chosen.wide;
  const tabs = PANELS.filter(({ name }) => NARROW.matches || name !== "slack").map((tab) => ({ ...tab, badge: badges[tab.name] }));
  fill(find("tabs"), choosable(tabs, shown, showPanel));
  for (const { name } of PANELS) {
    find(name).hidden = name !== shown && (NARROW.matches || name !== "slack");
  }
}
