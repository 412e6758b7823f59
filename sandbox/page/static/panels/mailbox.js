// The mailboxes of the patients, and a mail as a mail program shows it.

import { mailNumbered } from "../api.js";
import { fill, find, h, keyed } from "../dom.js";
import { link } from "../mrkdwn.js";
import { known, onChange } from "../store.js";
import { choosable, setBadge } from "../tabs.js";
import { dayAndHour, hour, inZone, placeOf } from "../time.js";

const state = { address: "", number: null, mail: null, part: "message" };
const read = new Set();

export const hasRead = (number) => read.has(number);

export function startMailbox() {
  fill(find("mailbox"),
    h("div", { class: "panel-head" }, h("h2", {}, "Mailbox"),
      h("label", {}, "of ", h("select", { id: "mailbox-of", onchange: (event) => choose(event.target.value) }))),
    h("ul", { class: "mails", id: "mails", "aria-label": "Mails" }),
    h("div", { id: "mail" }));
  onChange("world", draw);
}

function choose(address) {
  Object.assign(state, { address, number: null, mail: null });
  draw();
  drawMail();
}

const unreadIn = (box) => box.mails.filter((mail) => !read.has(mail.number)).length;

function draw() {
  const { mailboxes } = known.world;
  const newest = mailboxes.filter((box) => unreadIn(box)).sort((one, other) => other.mails.at(-1).number - one.mails.at(-1).number)[0];
  if (!state.number && newest && !mailboxes.find((box) => box.address === state.address)?.mails.length) {
    state.address = newest.address; // nothing was being read: show where something has come
  }
  state.address ||= mailboxes[0]?.address ?? "";
  const total = mailboxes.reduce((sum, box) => sum + unreadIn(box), 0);
  setBadge("mailbox", total ? `${total} new` : "");
  drawOwners(mailboxes);
  drawList(mailboxes.find((box) => box.address === state.address));
  if (!state.mail) {
    drawMail();
  }
}

function drawOwners(mailboxes) {
  const select = find("mailbox-of");
  const options = mailboxes.map((box) => {
    const count = unreadIn(box);
    return h("option", { value: box.address }, `${box.name} (${placeOf(box.zone)})${count ? `, ${count} new` : ""}`);
  });
  select.replaceChildren(...options);
  select.value = state.address;
}

function drawList(box) {
  const mails = box ? [...box.mails].reverse() : [];
  keyed(find("mails"), mails, {
    key: (mail) => String(mail.number),
    signature: (mail) => JSON.stringify([mail, read.has(mail.number), state.number === mail.number]),
    build: (mail) => h("li", {}, h("button", {
      type: "button", class: read.has(mail.number) ? "" : "unread", "aria-current": state.number === mail.number ? "true" : undefined,
      "data-focus": `mail ${mail.number}`, onclick: () => openMail(mail.number),
    }, h("span", { class: "subject" }, mail.subject), h("time", {}, dayAndHour(mail.received_at, box.zone)))),
  });
}

async function openMail(number) {
  state.number = number;
  state.part = "message";
  read.add(number);
  state.mail = await mailNumbered(number);
  draw();
  drawMail();
}

function zone() {
  return known.world.mailboxes.find((box) => box.address === state.address)?.zone ?? "UTC";
}

const PARTS = [
  { name: "message", words: "Message", show: (mail) => mail.has_html ? frame(mail) : text(mail) },
  { name: "text", words: "Text", show: text },
  { name: "calendar", words: "Calendar file", show: (mail) => h("pre", {}, mail.calendar || "This mail has no calendar part.") },
  { name: "headers", words: "Headers", show: headers },
];

function drawMail() {
  const { mail, part } = state;
  if (!mail) {
    const has = known.world?.mailboxes.find((box) => box.address === state.address)?.mails.length;
    fill(find("mail"), h("p", { class: "empty" }, has ? "Choose a mail to read it." : "No mail has come here yet."));
    return;
  }
  const show = (name) => {
    state.part = name;
    drawMail();
  };
  fill(find("mail"),
    h("article", { class: "mail", "aria-label": mail.subject },
      h("h3", {}, mail.subject),
      h("p", { class: "hint" }, `From ${mail.headers.find(([name]) => name === "From")?.[1] ?? mail.sender}. To ${mail.recipient}, ${dayAndHour(mail.received_at, zone())}, ${placeOf(zone())} time.`),
      mail.entry && entryCard(mail.entry),
      h("div", { role: "tablist", "aria-label": "Parts of the mail", class: "part-tabs" }, choosable(PARTS, part, show, "mail-part")),
      h("div", { id: "mail-part", role: "tabpanel", "aria-labelledby": `tab-${part}`, tabindex: "0" }, PARTS.find(({ name }) => name === part).show(mail))));
}

/** The document comes with a policy of its own that lets nothing run; a link may open a tab, as in a mail program. */
const frame = (mail) => h("iframe", {
  title: `Message: ${mail.subject}`, src: `/page/mail/${mail.number}/html`, sandbox: "allow-popups allow-popups-to-escape-sandbox",
});

function text(mail) {
  const parts = mail.text.split(/(https?:\/\/[^\s<>"]+)/);
  return h("pre", {}, parts.map((part, index) => (index % 2 ? link(part, part) : part)));
}

function headers(mail) {
  return h("dl", { class: "headers" }, mail.headers.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

const METHODS = { REQUEST: "Invitation", CANCEL: "Canceled" };

function entryCard(entry) {
  const when = `${inZone(entry.starts_at, zone(), { weekday: "long", month: "long", day: "numeric", year: "numeric" })}, ${hour(entry.starts_at, zone())} to ${hour(entry.ends_at, zone())}`;
  return h("section", { class: `entry ${entry.method.toLowerCase()}`, "aria-label": "Calendar entry" },
    h("p", { class: "method" }, METHODS[entry.method] ?? entry.method),
    h("strong", {}, entry.title),
    h("p", {}, `${when} (${placeOf(zone())} time)`),
    h("p", { class: "hint" }, `Organizer: ${entry.organizer}. Method ${entry.method}, sequence ${entry.sequence}.`));
}
