// Buttons, link buttons and overflow menus.

import { use } from "../acts.js";
import { h } from "../dom.js";
import { keyOf } from "../drafts.js";
import { menuButton } from "../menu.js";
import { fieldOf } from "./field.js";

export function button(place, block, element) {
  const field = fieldOf(place, block, element);
  const attributes = {
    class: `button ${element.style ?? ""}`,
    "data-focus": keyOf(field),
    "aria-label": element.accessibility_label,
  };
  return element.url ? linkButton(field, element, attributes) : plainButton(field, element, attributes);
}

function plainButton(field, element, attributes) {
  return h("button", { type: "button", ...attributes, onclick: (event) => busy(event.currentTarget, click(field, element)) }, element.text.text);
}

/** Slack reports a link button as any other, and follows the link whatever becomes of the report. */
function linkButton(field, element, attributes) {
  const press = (event) => {
    if (element.confirm) {
      event.preventDefault();
      click(field, element).then((isDone) => isDone && window.open(element.url, "_blank", "noopener"));
    } else {
      click(field, element);
    }
  };
  return h("a", { href: element.url, target: "_blank", rel: "noopener", ...attributes, onclick: press }, element.text.text);
}

/** The value goes along: in a list drawn anew meanwhile, the same place may be about something else. */
const click = (field, element) => use("click", field, { value: element.value });

export async function busy(node, doing) {
  node.setAttribute("aria-busy", "true");
  try {
    await doing;
  } finally {
    node.removeAttribute("aria-busy");
  }
}

/** Slack gives the menu no name of the app's: it is always "More actions". */
export function overflow(place, block, element) {
  const field = fieldOf(place, block, element);
  const items = element.options.map((option) => ({
    words: option.text.text,
    description: option.description?.text,
    href: option.url,
    choose: () => use("choose", field, { option: option.value }),
  }));
  return menuButton({ label: "More actions", face: "⋯", items, attributes: { "data-focus": keyOf(field) } });
}
