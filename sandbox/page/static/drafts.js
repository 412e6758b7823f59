// What is typed and not yet told to the server. It is shown instead of what the server knows, until the server has it.

const drafts = new Map();

/** One element of one surface: `where` is "home", the id of a modal or the ts of a message. */
export const keyOf = ({ where, blockId, actionId }) => JSON.stringify([where, blockId, actionId]);

export const draftOf = (field) => drafts.get(keyOf(field))?.value;

/** Keep `value` and call `send` with it: when `soon` milliseconds pass, or before anything else is done there. */
export function hold(field, value, send, soon) {
  const key = keyOf(field);
  clearTimeout(drafts.get(key)?.timer);
  const timer = soon === undefined ? undefined : setTimeout(() => release(key), soon);
  drafts.set(key, { field, value, send, timer });
}

/** The field is sent by other means: what was held for it is settled. */
export function settle(field) {
  clearTimeout(drafts.get(keyOf(field))?.timer);
  drafts.delete(keyOf(field));
}

/**
 * Send all that is held on one surface. The sending begins at once, so that an act asked for after this comes after it;
 * to wait for what comes back is only for those who need it.
 */
export function flush(where) {
  const held = [...drafts].filter(([, draft]) => draft.field.where === where);
  return Promise.all(held.map(([key]) => release(key)));
}

function release(key) {
  const draft = drafts.get(key);
  clearTimeout(draft?.timer);
  if (draft) {
    draft.sending ??= sent(key, draft);
  }
  return draft?.sending;
}

async function sent(key, draft) {
  await draft.send(draft.value);
  if (drafts.get(key) === draft) {
    drafts.delete(key);
  }
}
