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
  tellTrouble(outcome);
  await refresh("slack").catch(() => {}); // the stream tells when the sandbox is gone
  return outcome;
}

/** A failed form tells of its trouble itself, and a failed command is told by Slackbot. */
function tellTrouble({ result, error }) {
  const isTold = result === "failed" && (find("modals").querySelector(".trouble") || error.startsWith("/"));
  if ((result === "failed" || result === "impossible") && !isTold) {
    tell(result === "failed" ? `We had some trouble connecting. Try again? (${error})` : error);
  } else {
    tell("");
  }
}

export function tell(words) {
  const close = h("button", { type: "button", class: "quiet-button", onclick: () => tell("") }, "Dismiss");
  find("trouble").replaceChildren(...(words ? [h("span", {}, words), close] : []));
}

/**
 * Use an element: what was typed around it goes first, a confirmation is asked for where there is one. Tells whether it
 * was done.
 */
export async function use(name, field, args) {
  await flush(field.where);
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
