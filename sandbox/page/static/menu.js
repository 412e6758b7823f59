// A button with a menu: arrows move, Enter chooses, Escape closes and goes back to the button.

import { h, placeUnder } from "./dom.js";
import { moved, watchOutside } from "./popup-list.js";

/** `items` are {words, description, href, choose}; with `href` the item is a link as well. */
export function menuButton({ label, face, items, attributes }) {
  let close = null;
  const button = h("button", {
    type: "button", class: "menu-button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label, ...attributes,
    onclick: () => (close ? close() : open(0)),
    onkeydown: (event) => openByArrow(event),
  }, face);

  function openByArrow(event) {
    if (!close && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      open(event.key === "ArrowUp" ? items.length - 1 : 0);
    }
  }

  function open(first) {
    const list = h("div", { class: "popup menu", role: "menu", "aria-label": label }, items.map((item) => entry(item, () => close?.())));
    button.after(list);
    placeUnder(list, button);
    button.setAttribute("aria-expanded", "true");
    const stop = watchOutside([list, button], () => close?.(), () => placeUnder(list, button));
    close = () => {
      close = null;
      stop();
      button.setAttribute("aria-expanded", "false");
      if (list.contains(document.activeElement)) {
        button.focus();
      }
      list.remove();
    };
    list.addEventListener("keydown", (event) => keys(event, [...list.children], () => close?.()));
    list.children[first]?.focus();
  }

  return button;
}

function entry(item, close) {
  const choose = () => {
    close();
    item.choose();
  };
  const words = [h("span", {}, item.words), item.description && h("small", {}, item.description)];
  return item.href
    ? h("a", { role: "menuitem", tabindex: "-1", href: item.href, target: "_blank", rel: "noopener", onclick: choose }, words)
    : h("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: choose }, words);
}

function keys(event, entries, close) {
  const next = moved(event.key, entries.indexOf(document.activeElement), entries.length);
  if (next >= 0) {
    event.preventDefault();
    entries[next].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.stopPropagation();
    close();
  }
}
