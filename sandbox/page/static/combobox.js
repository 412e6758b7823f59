// A select in which one types to find: Slack's static, external and users selects. ARIA's combobox with a listbox.

import { freshId, h, placeUnder } from "./dom.js";
import { moved, watchOutside } from "./popup-list.js";

/**
 * `load(query)` gives groups of options [{label, options}], or a sentence that is shown instead; `pick(option)` takes
 * the choice, null for none. `attributes` are the field's own: its name, its description, whether it is invalid.
 */
export function combobox({ attributes, placeholder, selected, canBeEmpty, load, pick }) {
  const listId = freshId("list");
  const state = { options: [], active: -1, asked: 0, close: null };
  const input = h("input", {
    type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": listId, placeholder, value: written(selected), ...attributes,
    onclick: () => open(),
    oninput: () => show(input.value),
    onkeydown: (event) => keys(event),
    onblur: () => leave(),
  });
  const list = h("div", { class: "popup listbox", role: "listbox", id: listId, "aria-label": attributes["aria-label"] ?? placeholder ?? "Options", hidden: true });
  const note = h("div", { class: "popup note", role: "status", hidden: true });

  function open() {
    if (!state.close) {
      input.select();
      show("");
    }
  }

  async function show(query) {
    begin();
    const asked = (state.asked += 1);
    const found = await load(query);
    if (asked === state.asked && state.close) {
      draw(found);
    }
  }

  function begin() {
    if (state.close) {
      return;
    }
    const again = () => placeUnder(list.hidden ? note : list, input);
    const stop = watchOutside([list, note, input], () => state.close?.(), again);
    input.setAttribute("aria-expanded", "true");
    state.close = () => {
      stop();
      state.close = null;
      state.asked += 1;
      list.hidden = note.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
  }

  function draw(found) {
    const words = typeof found === "string" ? found : found.some((group) => group.options.length) ? "" : "No results";
    const groups = words ? [] : found.filter((group) => group.options.length);
    state.options = groups.flatMap((group) => group.options);
    list.replaceChildren(...groups.map((group) => drawnGroup(group)));
    note.textContent = words;
    list.hidden = Boolean(words);
    note.hidden = !words;
    placeUnder(words ? note : list, input);
    const chosen = state.options.findIndex((option) => option.value === selected?.value);
    activate(chosen < 0 && input.value ? 0 : chosen);
  }

  function drawnGroup(group) {
    const options = group.options.map((option) => drawnOption(option));
    return group.label
      ? h("div", { role: "group", "aria-label": group.label }, h("div", { class: "group-label", "aria-hidden": "true" }, group.label), options)
      : h("div", { role: "presentation" }, options);
  }

  function drawnOption(option) {
    const take = (event) => {
      event.preventDefault();
      choose(option);
    };
    return h("div", { role: "option", id: freshId("option"), "aria-selected": String(option.value === selected?.value), onpointerdown: (event) => event.preventDefault(), onclick: take },
      h("span", {}, option.text), option.description && h("small", {}, option.description));
  }

  function activate(index) {
    const nodes = [...list.querySelectorAll('[role="option"]')];
    state.active = index;
    nodes.forEach((node, at) => node.classList.toggle("active", at === index));
    if (nodes[index]) {
      input.setAttribute("aria-activedescendant", nodes[index].id);
      nodes[index].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function keys(event) {
    const next = moved(event.key, state.active, state.options.length);
    const isMove = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (isMove && !state.close) {
      event.preventDefault();
      open();
    } else if (isMove && next >= 0) {
      event.preventDefault();
      activate(next);
    } else if (event.key === "Enter" && state.close) {
      event.preventDefault();
      if (state.options[state.active]) {
        choose(state.options[state.active]);
      }
    } else if (event.key === "Escape" && state.close) {
      event.stopPropagation();
      leave();
    }
  }

  function choose(option) {
    selected = option;
    leave();
    pick(option);
  }

  /** What is not a choice does not stay; emptying the field is one where nothing need be chosen. */
  function leave() {
    const isEmptied = state.close && !input.value.trim() && selected && canBeEmpty;
    state.close?.();
    if (isEmptied) {
      selected = null;
      pick(null);
    }
    input.value = written(selected);
  }

  return h("div", { class: "combo" }, input, list, note);
}

const written = (option) => option?.text ?? "";

/** Groups of options of which only those with the typed words are left. */
export function filtered(groups, query) {
  const words = query.trim().toLowerCase();
  return groups.map(({ label, options }) => ({ label, options: options.filter((each) => each.text.toLowerCase().includes(words)) }));
}
