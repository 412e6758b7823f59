// What can be made to go wrong, for good or for one time.

import { control } from "../api.js";
import { fill, find, h } from "../dom.js";
import { known, onChange } from "../store.js";
import { setBadge } from "../tabs.js";

export function startFaults() {
  onChange("world", draw);
}

function draw() {
  const { faults } = known.world;
  const count = faults.filter((fault) => fault.is_on).length;
  setBadge("faults", count ? `${count} on` : "");
  fill(find("faults"),
    h("div", { class: "panel-head" }, h("h2", {}, "Faults")),
    h("p", { class: "hint" }, "What goes wrong around Consulta, until it is switched off, or for one request."),
    h("ul", { class: "rows" }, faults.map(row)));
}

function row(fault) {
  const turn = (on, times) => control("faults", { name: fault.name, on, times });
  const left = fault.is_on && fault.times !== null ? `once more` : "";
  return h("li", {},
    h("label", { class: "switch" },
      h("input", { type: "checkbox", role: "switch", checked: fault.is_on, "data-focus": fault.name, onchange: (event) => turn(event.target.checked, null) }),
      h("span", {}, fault.words)),
    left && h("span", { class: "mark bad" }, left),
    h("button", { type: "button", class: "button", "data-focus": `once ${fault.name}`, "aria-label": `Once: ${fault.words}`, onclick: () => turn(true, 1) }, "Once"));
}
