// Zoom: each account with its meetings, what host and patient can do there, and the webhooks that were sent.

import { control } from "../api.js";
import { fill, find, h } from "../dom.js";
import { known, onChange } from "../store.js";
import { setBadge } from "../tabs.js";
import { dayAndHour, placeOf } from "../time.js";

export function startZoom() {
  onChange("world", draw);
}

function draw() {
  const { accounts, webhooks } = known.world.zoom;
  const open = accounts.flatMap((account) => account.meetings).filter((meeting) => meeting.state === "open").length;
  setBadge("zoom", open ? `${open} open` : "");
  fill(find("zoom"),
    h("div", { class: "panel-head" }, h("h2", {}, "Zoom")),
    h("p", { id: "zoom-error", class: "error", role: "alert" }),
    accounts.map(accountPart),
    webhooksPart(webhooks));
}

function accountPart(account) {
  const state = account.is_connected ? "connected to Consulta" : "not connected";
  return h("section", { class: "account", "aria-label": `Zoom account of ${account.name}` },
    h("h3", {}, account.name, h("span", { class: `mark ${account.is_connected ? "good" : ""}` }, state)),
    h("p", { class: "hint" }, account.email),
    account.is_connected && h("div", { class: "acts" },
      button("Remove the app", `remove ${account.email}`, () => control("zoom/remove-app", { email: account.email }))),
    account.meetings.length
      ? h("ul", { class: "cards" }, account.meetings.map((meeting) => meetingCard(meeting, account)))
      : h("p", { class: "empty" }, "No meetings."));
}

const STATES = { waiting: "Not open", open: "Open", deleted: "Deleted" };

function meetingCard(meeting, account) {
  const when = `${dayAndHour(meeting.starts_at, account.zone)}, ${placeOf(account.zone)} time, ${meeting.minutes} minutes`;
  const state = meeting.state === "waiting" && meeting.was_held ? "Ended" : STATES[meeting.state];
  const patient = meeting.patient_is_there && (meeting.state === "open" ? "Patient is in" : "Patient is waiting");
  return h("li", { class: `card ${meeting.state}`, "aria-label": `${meeting.topic}, ${when}` },
    h("p", {}, h("strong", {}, meeting.topic), h("span", { class: "mark" }, state), patient && h("span", { class: "mark good" }, patient)),
    h("p", { class: "hint" }, `${when}. Meeting ${meeting.id}`),
    meeting.state === "deleted" ? recoverAct(meeting) : actsOf(meeting));
}

function actsOf(meeting) {
  const path = `zoom/meetings/${meeting.id}`;
  const isOpen = meeting.state === "open";
  return h("div", { class: "acts" },
    h("a", { class: "button", href: meeting.join_url, target: "_blank", rel: "noopener", "data-focus": `join ${meeting.id}` }, "Patient joins"),
    isOpen ? button("Meeting ends", `end ${meeting.id}`, () => control(`${path}/end`)) : button("Host starts", `start ${meeting.id}`, () => control(`${path}/start`)),
    meeting.patient_is_there && !isOpen && button("Patient leaves", `leave ${meeting.id}`, () => control(`${path}/leave`)),
    button("Move by an hour", `move ${meeting.id}`, () => control(`${path}/move`, { minutes: 60 })),
    button("Delete in Zoom", `delete ${meeting.id}`, () => control(path, {}, "DELETE")));
}

function recoverAct(meeting) {
  return h("div", { class: "acts" },
    button("Recover in Zoom", `recover ${meeting.id}`, () => control(`zoom/meetings/${meeting.id}/recover`)));
}

function webhooksPart(webhooks) {
  return h("section", { "aria-label": "Webhooks sent" },
    h("h3", {}, "Webhooks sent"),
    webhooks.length ? h("ul", { class: "rows" }, webhooks.map(webhookRow)) : h("p", { class: "empty" }, "Zoom has told nothing yet."));
}

function webhookRow(webhook) {
  const state = webhook.is_acknowledged ? "acknowledged" : webhook.tries ? "not acknowledged" : "lost";
  return h("li", {},
    h("code", {}, webhook.event), h("span", { class: `mark ${webhook.is_acknowledged ? "good" : "bad"}` }, state),
    h("span", { class: "hint" }, dayAndHour(webhook.happened_at_ms, known.slack?.me.zone ?? "UTC")),
    button("Send again", `webhook ${webhook.number}`, () => control(`zoom/webhooks/${webhook.number}/again`)));
}

function button(words, focus, doing) {
  const press = async () => {
    try {
      await doing();
    } catch (refusal) {
      find("zoom-error").textContent = refusal.message;
    }
  };
  return h("button", { type: "button", class: "button", "data-focus": focus, onclick: press }, words);
}
