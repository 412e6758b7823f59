// Which element of which surface: how it is named to the server, to screen readers, and when it is drawn anew.

import { keyOf } from "../drafts.js";

export const fieldOf = (place, block, element) => ({
  where: place.where,
  blockId: block.block_id,
  actionId: element.action_id,
});

/** What the element holds, as the server has it. */
export const heldBy = (place, block, element) => place.shown?.[block.block_id]?.[element.action_id] ?? {};

/** The attributes of a form control. `named` are those that an input block's label, hint and error give it. */
export function controlAttributes(field, element, named) {
  const words = element.placeholder?.text ?? "Choose";
  return { "data-focus": keyOf(field), ...(named ?? { "aria-label": words }) };
}

const attempts = new Map();

/** How often a choice was taken back: the field is then drawn again, as the server still has it. */
export const attemptsAt = (where, blockId) => attempts.get(`${where} ${blockId}`) ?? 0;

export function takenBack({ where, blockId }) {
  attempts.set(`${where} ${blockId}`, attemptsAt(where, blockId) + 1);
}
