// What a person does in Slack. The rules of Slack's client are the server's; the page asks and shows what comes of it.

import { control } from "./api.js";
import { find, h } from "./dom.js";
import { askFirst } from "./confirm.js";
import { flush } from "./drafts.js";
import { known, refresh } from "./store.js";

let last = Promise.resolve();

/** Do one act, after those before it: what was typed has arrived before a form is sent. */
export function act(name, args) {
  const personId = known.personId;
  const done = last.then(() => perform(personId, name, args));
  last = done;
  return done;
}

async function perform(personId, name, args) {
  let outcome;
  try {
    outcome = await control(`people/${personId}/${name}`, args);
  } catch (refusal) {
    outcome = { result: "impossible", error: refusal.message };
  }
  tellTrouble(name, outcome);
  await refresh("slack").catch(() => {}); // the stream tells when the sandbox is gone
  return outcome;
}

/** A failed form tells of its trouble itself, and a failed command is told by Slackbot. */
function tellTrouble(name, { result, error }) {
  const isToldElsewhere = name === "submit" || name === "command";
  if (result === "impossible") {
    tell(error);
  } else {
    tell(result === "failed" && !isToldElsewhere ? `We had some trouble connecting. Try again? (${error})` : "");
  }
}

export function tell(words) {
  const close = h("button", { type: "button", class: "quiet-button", onclick: () => tell("") }, "Hide");
  find("trouble").replaceChildren(...(words ? [h("span", {}, words), close] : []));
}

/**
 * Use an element: what was typed around it goes first, a confirmation is asked for where there is one. Tells whether it
 * was done.
 */
export async function use(name, field, args) {
  flush(field.where);
  const wanted = { name: field.actionId, block_id: field.blockId, where: field.where, ...args };
  const outcome = await act(name, wanted);
  if (outcome.result !== "asked") {
    return outcome.result === "done";
  }
  if (!(await askFirst(outcome.confirm))) {
    return false;
  }
  return (await act(name, { ...wanted, confirmed: true })).result === "done";
}
