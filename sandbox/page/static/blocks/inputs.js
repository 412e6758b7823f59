// Fields that are written in: text, dates and times.

import { act, use } from "../acts.js";
import { find, h } from "../dom.js";
import { draftOf, hold, settle } from "../drafts.js";
import { choose } from "./choosing.js";
import { controlAttributes, fieldOf, heldBy } from "./field.js";

const LONGEST = 3000; // Slack's, where the app sets none
const SOON = 400; // milliseconds after the last digit of a date or a time

export function textInput(place, block, element, named) {
  const field = fieldOf(place, block, element);
  const held = heldBy(place, block, element).value ?? "";
  const counter = element.max_length && h("span", { class: "counter", "aria-hidden": "true" });
  const count = (text) => counter && (counter.textContent = `${element.max_length - text.length}`);
  const input = h(element.multiline ? "textarea" : "input", {
    type: element.multiline ? undefined : "text",
    rows: element.multiline ? "4" : undefined,
    maxlength: element.max_length ?? LONGEST,
    minlength: element.min_length,
    placeholder: element.placeholder?.text,
    autocomplete: "off",
    value: draftOf(field) ?? held,
    ...controlAttributes(field, element, named),
    oninput: () => (count(input.value), hold(field, input.value, (text) => typed(field, text), pauseOf(block, element))),
    onkeydown: (event) => enter(event, field, block, element),
  });
  count(input.value);
  return h("div", { class: "text-field" }, input, counter);
}

/** A character is told at once only where the app asked for it; else what is typed waits for the next act. */
function pauseOf(block, element) {
  const wanted = element.dispatch_action_config?.trigger_actions_on ?? [];
  return block.dispatch_action && wanted.includes("on_character_entered") ? 0 : undefined;
}

const typed = (field, text) => act("type", { name: field.actionId, block_id: field.blockId, where: field.where, text });

/** Enter reports the field where the app asked for it, else it sends the form; in a long text it is a new line. */
function enter(event, field, block, element) {
  if (event.key !== "Enter" || element.multiline || event.isComposing) {
    return;
  }
  event.preventDefault();
  if (block.dispatch_action) {
    settle(field);
    use("fill", field, { value: event.target.value });
  } else {
    find("submit")?.click();
  }
}

export const datePicker = (place, block, element, named) => moment({ place, block, element, named, type: "date", holds: "selected_date" });

export const timePicker = (place, block, element, named) => moment({ place, block, element, named, type: "time", holds: "selected_time" });

/** The browser's own pickers. While a year is typed it is a year of Caesar's: that is told to nobody. */
function moment({ place, block, element, named, type, holds }) {
  const field = fieldOf(place, block, element);
  const input = h("input", {
    type,
    value: draftOf(field) ?? heldBy(place, block, element)[holds] ?? "",
    ...controlAttributes(field, element, named),
    onchange: () => isWhole(input.value) && hold(field, input.value, (value) => told(value), SOON),
    onkeydown: (event) => event.key === "Enter" && (event.preventDefault(), find("submit")?.click()),
  });
  const told = (value) => {
    settle(field);
    return choose(field, value);
  };
  return input;
}

const isWhole = (value) => !/^0\d{3}-/.test(value);
