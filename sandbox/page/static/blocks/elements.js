// All that a block can hold, by its type.

import { h } from "../dom.js";
import { textObject } from "../mrkdwn.js";
import { button, overflow } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { datePicker, textInput, timePicker } from "./inputs.js";
import { externalSelect, staticSelect, usersSelect } from "./selects.js";

const BUILDERS = {
  button,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  plain_text_input: textInput,
  datepicker: datePicker,
  timepicker: timePicker,
  static_select: staticSelect,
  external_select: externalSelect,
  users_select: usersSelect,
  image: (place, block, element) => picture(element),
  plain_text: (place, block, element) => textObject(element),
  mrkdwn: (place, block, element) => textObject(element),
};

/** `named` is what an input block says of its element; elsewhere an element names itself. */
export const elementNode = (place, block, element, named) => BUILDERS[element.type](place, block, element, named);

/** Slack fetches pictures itself and shows its copy; this page asks nobody else, so theirs is a frame with its words. */
export function picture({ image_url: address, alt_text: words }) {
  return new URL(address, location.href).origin === location.origin
    ? h("img", { class: "picture", src: address, alt: words })
    : h("span", { class: "picture elsewhere", role: "img", "aria-label": words, title: address }, words);
}
