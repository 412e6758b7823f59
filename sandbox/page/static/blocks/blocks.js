// Blocks as Slack lays them out. A block that did not change is not drawn again.

import { freshId, h, keyed } from "../dom.js";
import { textObject } from "../mrkdwn.js";
import { elementNode, picture } from "./elements.js";
import { attemptsAt } from "./field.js";

/** Show the blocks of `place`: {where, blocks, shown, errors}, as the server describes a view or a message. */
export function drawBlocks(container, place) {
  keyed(container, place.blocks, {
    key: (block) => block.block_id,
    signature: (block) => JSON.stringify([block, place.errors?.[block.block_id], seenOf(place, block), attemptsAt(place.where, block.block_id)]),
    build: (block) => h("div", { class: `block ${block.type}` }, BUILDERS[block.type](place, block)),
  });
}

/** What is typed in a text field is already there: that the server knows it too is no reason to draw it again. */
function seenOf(place, block) {
  const isTyped = block.element?.type === "plain_text_input";
  return isTyped ? null : place.shown?.[block.block_id];
}

const BUILDERS = {
  section: (place, block) => [
    h("div", { class: "section-words" },
      block.text && textObject(block.text),
      block.fields && h("div", { class: "fields" }, block.fields.map(textObject))),
    block.accessory && h("div", { class: "accessory" }, grouped(place, block, block.accessory)),
  ],
  header: (place, block) => h("h3", {}, block.text.text),
  divider: () => h("hr"),
  context: (place, block) => block.elements.map((element) => elementNode(place, block, element)),
  actions: (place, block) => block.elements.map((element) => grouped(place, block, element)),
  image: (place, block) => h("figure", {}, block.title && h("figcaption", {}, block.title.text), picture(block)),
  input: inputBlock,
};

const GROUPS = ["checkboxes", "radio_buttons"];

/** Choices outside of an input block have no label; they are one group all the same. */
function grouped(place, block, element) {
  const node = elementNode(place, block, element);
  return GROUPS.includes(element.type) ? h("div", { role: "group", "aria-label": "Options" }, node) : node;
}

function inputBlock(place, block) {
  const ids = { field: freshId("field"), hint: freshId("hint"), error: freshId("error") };
  const error = place.errors?.[block.block_id];
  const described = [block.hint && ids.hint, error && ids.error].filter(Boolean).join(" ") || undefined;
  const words = [block.label.text, block.optional && h("span", { class: "optional" }, " (optional)")];
  const about = [
    block.hint && h("p", { class: "hint", id: ids.hint }, block.hint.text),
    error && h("p", { class: "error", id: ids.error, role: "alert" }, error),
  ];
  if (GROUPS.includes(block.element.type)) {
    return h("fieldset", { "aria-describedby": described, class: error ? "wrong" : "" },
      h("legend", {}, words), elementNode(place, block, block.element), about);
  }
  const named = {
    id: ids.field,
    "aria-describedby": described,
    "aria-required": block.optional ? undefined : "true",
    "aria-invalid": error ? "true" : undefined,
  };
  return [h("label", { for: ids.field }, words), elementNode(place, block, block.element, named), about];
}
