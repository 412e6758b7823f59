// Five steps for a newcomer. It goes beside what is done, and knows when a step is done.

import { fill, find, h } from "./dom.js";
import { hasRead } from "./panels/mailbox.js";
import { CHANNEL, HOME, open as openConversation } from "./slack/place.js";
import { known, onChange } from "./store.js";
import { showPanel } from "./tabs.js";

const DISMISSED = "consulta-sandbox-tour-dismissed";
const state = { step: 0, isOpen: false };

const meetings = () => known.world.zoom.accounts.flatMap((account) => account.meetings);
const mails = () => known.world.mailboxes.flatMap((box) => box.mails);

const STEPS = [
  {
    title: "Connect Zoom",
    words: "You are Ana, a professional. In Home, click Authenticate to Zoom. In the new tab say yes, allow it, and come back here.",
    target: "slack",
    go: () => openConversation(HOME),
    isDone: () => known.world.zoom.accounts.some((account) => account.is_connected),
  },
  {
    title: "Schedule a meeting",
    words: "Click New meeting in Home, or type /meeting new tomorrow 3pm in # general. Choose a patient and a time, and click Schedule meeting.",
    target: "slack",
    go: () => openConversation(known.world.zoom.accounts.some((account) => account.is_connected) ? HOME : CHANNEL),
    isDone: () => meetings().length > 0,
  },
  {
    title: "Read the mail as the patient",
    words: "The patient needs no account. Open the mail: it has the time on the patient's own clock, the link, and a calendar entry.",
    target: "mailbox",
    go: () => showPanel("mailbox"),
    isDone: () => mails().some((mail) => hasRead(mail.number)),
  },
  {
    title: "Move the clock to the reminder",
    words: "At the top, click To the next reminder. A few seconds later the reminder is in the mailbox.",
    target: "clock",
    go: () => showPanel("mailbox"),
    isDone: () => mails().some((mail) => /^(Reminder|Recordatorio|Lembrete|Rappel)\b/.test(mail.subject)),
  },
  {
    title: "Start and end the meeting",
    words: "Click To the next start. Slack now has Start meeting: it opens Zoom in a new tab. End it in Slack, or in the Zoom panel with Meeting ends.",
    target: "slack",
    go: () => showPanel("zoom"),
    isDone: () => meetings().some((meeting) => meeting.was_held),
  },
];

export function startTour() {
  find("open-tour").addEventListener("click", () => show(true));
  onChange("world", draw);
  state.isOpen = !localStorage.getItem(DISMISSED);
}

function show(isOpen) {
  state.isOpen = isOpen;
  state.step = isOpen ? firstOpenStep() : state.step;
  if (isOpen) {
    localStorage.removeItem(DISMISSED);
  } else {
    localStorage.setItem(DISMISSED, "yes");
  }
  draw();
  (isOpen ? find("tour").querySelector("h2") : find("open-tour")).focus();
}

function firstOpenStep() {
  const index = STEPS.findIndex((step) => !step.isDone());
  return Math.max(index, 0);
}

function goTo(step) {
  state.step = step;
  draw();
  STEPS[step].go();
  find("tour").querySelector("h2").focus();
}

function draw() {
  STEPS.forEach(({ target }) => find(target).classList.remove("pointed-at"));
  if (!state.isOpen) {
    fill(find("tour"));
    return;
  }
  find(STEPS[state.step].target).classList.add("pointed-at");
  fill(find("tour"), card(STEPS[state.step], state.step));
}

function card(step, index) {
  const isDone = step.isDone();
  const isLast = index === STEPS.length - 1;
  const next = isLast ? h("button", { type: "button", class: "button primary", "data-focus": "next", onclick: () => show(false) }, "Finish")
    : h("button", { type: "button", class: `button ${isDone ? "primary" : ""}`, "data-focus": "next", onclick: () => goTo(index + 1) }, "Next");
  return h("section", { class: "tour", "aria-label": "Tour" },
    h("p", { class: "hint" }, `Step ${index + 1} of ${STEPS.length}`, h("span", { role: "status", class: "tour-done" }, isDone ? " Done" : "")),
    h("h2", { tabindex: "-1", "data-focus": "tour title" }, step.title),
    h("p", {}, step.words),
    h("div", { class: "acts" },
      h("button", { type: "button", class: "link-button", "data-focus": "end tour", onclick: () => show(false) }, "End tour"),
      index > 0 && h("button", { type: "button", class: "button", "data-focus": "back", onclick: () => goTo(index - 1) }, "Back"),
      next));
}
