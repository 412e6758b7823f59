// Checkboxes and radio buttons.

import { freshId, h } from "../dom.js";
import { keyOf } from "../drafts.js";
import { textObject } from "../mrkdwn.js";
import { choose } from "./choosing.js";
import { fieldOf, heldBy } from "./field.js";

export function checkboxes(place, block, element) {
  const field = fieldOf(place, block, element);
  const chosen = (heldBy(place, block, element).selected_options ?? []).map((option) => option.value);
  const box = h("div", { class: "choices" });
  const pick = () => choose(field, [...box.querySelectorAll(":checked")].map((input) => input.value));
  box.append(...element.options.map((option) => choice({ type: "checkbox", field, option, isChosen: chosen.includes(option.value), pick })));
  return box;
}

export function radioButtons(place, block, element) {
  const field = fieldOf(place, block, element);
  const chosen = heldBy(place, block, element).selected_option?.value;
  const name = freshId("radio");
  const pick = (option) => choose(field, option.value);
  return h("div", { class: "choices" },
    element.options.map((option) => choice({ type: "radio", name, field, option, isChosen: option.value === chosen, pick: () => pick(option) })));
}

function choice({ type, name, field, option, isChosen, pick }) {
  const description = option.description && freshId("about");
  return h("label", { class: "choice" },
    h("input", {
      type, name, value: option.value, checked: isChosen, "aria-describedby": description,
      "data-focus": `${keyOf(field)} ${option.value}`, onchange: pick,
    }),
    h("span", {}, textObject(option.text)),
    option.description && h("span", { class: "hint", id: description, "aria-hidden": "true" }, textObject(option.description)));
}
