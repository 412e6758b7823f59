// The modal that lies on top. Slack under it cannot be used meanwhile; the panels beside Slack can.

import { act } from "../acts.js";
import { drawBlocks } from "../blocks/blocks.js";
import { busy } from "../blocks/buttons.js";
import { find, h, keepingFocus } from "../dom.js";
import { flush } from "../drafts.js";
import { known, onChange } from "../store.js";

const FIELDS = "input, textarea, select";
let opener = null;

export function startModals() {
  onChange("slack", draw);
}

function draw() {
  const top = known.slack.modals.at(-1);
  const shown = find("modals").firstElementChild;
  if (!top) {
    shown && takeAway();
  } else {
    keepingFocus(find("modals"), () => show(top, shown));
    lookAtErrors(find("modals").firstElementChild, top);
  }
}

function takeAway() {
  find("modals").replaceChildren();
  find("slack-window").inert = false;
  backTo(opener);
  opener = null;
}

/** Back to what opened the modal, which may have been drawn anew, or to the conversation. */
function backTo(name) {
  const again = name && find("slack").querySelector(`[data-focus="${CSS.escape(name)}"]`);
  (again ?? find("slack").querySelector("#composer textarea") ?? find("conversation-body")).focus({ preventScroll: true });
}

function show(view, shown) {
  const isNew = shown?.dataset.view !== view.id;
  if (isNew) {
    opener ??= document.activeElement?.dataset.focus ?? null;
    find("modals").replaceChildren(shell(view));
    find("slack-window").inert = true;
  }
  const cover = find("modals").firstElementChild;
  cover.querySelector(".modal-title").textContent = view.title.text;
  drawBlocks(cover.querySelector(".blocks"), { ...view, where: view.id });
  drawTrouble(cover.querySelector(".trouble-place"), view.trouble);
  drawFoot(cover.querySelector(".modal-foot"), view);
  if (isNew) {
    first(cover, view).focus({ preventScroll: true });
  } else if (!cover.contains(document.activeElement) && document.activeElement === document.body) {
    cover.querySelector(".modal-title").focus();
  }
}

let errorsSeen = "";

/** The first field with an error gets the focus, once for each set of errors. */
function lookAtErrors(cover, view) {
  const errors = JSON.stringify([view.id, view.errors]);
  if (errors !== errorsSeen && Object.keys(view.errors).length) {
    cover.querySelector('[aria-invalid="true"], .wrong input')?.focus();
  }
  errorsSeen = errors;
}

function first(cover, view) {
  const wanted = view.blocks.find((block) => block.element?.focus_on_load);
  const block = wanted && cover.querySelector(`[data-key="${CSS.escape(wanted.block_id)}"]`);
  return (block ?? cover).querySelector(FIELDS) ?? cover.querySelector(".modal-title");
}

function shell(view) {
  const title = `title-${view.id}`;
  const dismiss = () => close(view, true);
  return h("div", { class: "cover", "data-view": view.id, onkeydown: (event) => event.key === "Escape" && close(view, false) },
    h("div", { class: "modal", role: "dialog", "aria-labelledby": title },
      h("div", { class: "modal-head" },
        h("h2", { class: "modal-title", id: title, tabindex: "-1" }),
        h("button", { type: "button", class: "cross", "aria-label": "Dismiss", onclick: dismiss }, "✕")),
      h("div", { class: "modal-body" }, h("div", { class: "trouble-place" }), h("div", { class: "blocks" })),
      h("div", { class: "modal-foot" })));
}

function drawTrouble(place, words) {
  if (place.textContent !== words) {
    place.replaceChildren(...(words ? [h("p", { class: "trouble", role: "alert" }, words)] : []));
  }
}

function drawFoot(foot, view) {
  const words = JSON.stringify([view.close, view.submit]);
  if (foot.dataset.words === words) {
    return;
  }
  foot.dataset.words = words;
  const submit = (event) => busy(event.currentTarget, send(view));
  foot.replaceChildren(
    h("button", { type: "button", class: "button", "data-focus": "close", onclick: () => close(view, false) }, view.close?.text ?? "Close"),
    ...(view.submit ? [h("button", { type: "button", class: "button primary", id: "submit", "data-focus": "submit", onclick: submit }, view.submit.text)] : []));
}

function send(view) {
  flush(view.id);
  return act("submit", { view_id: view.id });
}

function close(view, everything) {
  return act("close", { view_id: view.id, everything });
}
