// What a phone shows of the app's messages: their text, once, when they come. A changed message notifies nobody.

import { find, freshId, h } from "../dom.js";
import { known, onChange } from "../store.js";
import { dayAndHour } from "../time.js";
import { MESSAGES, place } from "./place.js";

const SHOWN_MS = 7000;
const KEPT = 15;
const told = new Map(); // person -> ts of a message -> its text when it came

export function startNotifications() {
  onChange("slack", notice);
}

/** What is there when a person signs in is no news. */
function notice() {
  const { me, direct } = known.slack;
  const isFirst = !told.has(me.id);
  const mine = told.get(me.id) ?? new Map();
  told.set(me.id, mine);
  for (const message of direct.messages.filter((each) => !each.is_ephemeral && !mine.has(each.ts))) {
    mine.set(message.ts, { text: message.text, at: message.posted_at });
    if (!isFirst) {
      toast(message.text);
    }
  }
}

/** Screen readers hear each; nobody is shown what they have before them. */
function toast(text) {
  const { name } = known.world.workspace.app;
  const isBefore = place.name === MESSAGES && !known.slack.modals.length;
  const shown = h("div", { class: isBefore ? "unseen" : "toast" }, h("strong", {}, name), h("span", {}, text));
  find("toasts").append(shown);
  setTimeout(() => shown.remove(), SHOWN_MS);
}

export function notificationsButton() {
  const id = freshId("notifications");
  const list = h("div", { class: "popup notifications", id, hidden: true });
  const show = (isShown) => {
    list.hidden = !isShown;
    button.setAttribute("aria-expanded", String(isShown));
    list.replaceChildren(...(isShown ? entries() : []));
  };
  const close = (event) => {
    if (event.key === "Escape" && !list.hidden) {
      show(false);
      button.focus();
    }
  };
  const button = h("button", {
    type: "button", class: "menu-button", "aria-expanded": "false", "aria-controls": id, onclick: () => show(list.hidden),
  }, "Notifications");
  return h("div", { class: "notifications-holder", onkeydown: close, onfocusout: (event) => event.currentTarget.contains(event.relatedTarget) || show(false) }, button, list);
}

function entries() {
  const mine = [...(told.get(known.slack.me.id)?.values() ?? [])].reverse().slice(0, KEPT);
  const title = h("p", { class: "hint" }, "What a phone shows: the text of a message, never its blocks.");
  return [title, ...mine.map(({ text, at }) => h("div", { class: "notification" }, h("span", {}, text), h("time", {}, dayAndHour(at, known.slack.me.zone))))];
}
