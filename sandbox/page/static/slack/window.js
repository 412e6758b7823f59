// Slack's window: who is signed in, the conversations, and the one that is open.

import { act } from "../acts.js";
import { drawBlocks } from "../blocks/blocks.js";
import { fill, find, h } from "../dom.js";
import { becomePerson, known, onChange, redraw, refresh } from "../store.js";
import { follow } from "../stream.js";
import { choosable } from "../tabs.js";
import { drawComposer } from "./composer.js";
import { drawMessages } from "./messages.js";
import { CHANNEL, HOME, MESSAGES, markSeen, onOpen, open, place, unread } from "./place.js";
import { drawTools } from "./tools.js";

export function startSlack() {
  onChange("world", drawPeople);
  onChange("slack", draw);
  onOpen(opened);
  find("person").addEventListener("change", (event) => signIn(event.target.value));
  window.addEventListener("hashchange", () => {
    const wanted = new URLSearchParams(location.hash.slice(1)).get("as");
    if (wanted && wanted !== known.personId) {
      signIn(wanted);
    }
  });
}

/** Become this person: their Slack opens where this window is. */
export async function signIn(userId) {
  becomePerson(userId);
  find("person").value = userId;
  find("conversation-body").replaceChildren();
  await refresh("slack");
  follow();
  open(place.name);
}

/** Opening Home is told to the app each time, as Slack does. */
function opened(name) {
  find("conversation-body").replaceChildren();
  redraw("slack");
  if (name === HOME) {
    act("home");
  }
}

function drawPeople() {
  const { team, people } = known.world.workspace;
  find("team").textContent = team;
  const select = find("person");
  const members = people.filter((person) => !person.is_bot);
  if (select.options.length !== members.length) {
    const named = (person) => (person.kind === "Member" ? person.name : `${person.name} (${person.kind.toLowerCase()})`);
    select.replaceChildren(...members.map((person) => h("option", { value: person.id }, named(person))));
    select.value = known.personId;
  }
}

function draw() {
  const { direct, channel } = known.slack;
  const conversation = place.name === CHANNEL ? channel : direct;
  if (place.name !== HOME) {
    markSeen(known.personId, conversation);
  }
  drawConversations();
  drawHead();
  drawTools();
  drawComposer();
  const body = find("conversation-body");
  body.className = `conversation-body ${place.name}`;
  body.setAttribute("aria-label", place.name === CHANNEL ? `Channel ${channel.name}` : place.name === HOME ? "Home" : "Messages");
  if (place.name === HOME) {
    drawHome(body);
  } else {
    drawMessages(body, conversation, place.name === CHANNEL ? known.slack.notice : "");
  }
}

function drawConversations() {
  const { app } = known.world.workspace;
  const { direct, channel } = known.slack;
  fill(find("conversations"),
    h("h3", {}, "Channels"), entry(`# ${channel.name}`, channel, CHANNEL),
    h("h3", {}, "Apps"), entry(app.name, direct, place.name === CHANNEL ? HOME : place.name));
}

function entry(words, conversation, name) {
  const count = unread(known.personId, conversation);
  return h("button", {
    type: "button", "data-focus": `conversation ${conversation.id}`, onclick: () => open(name),
    "aria-current": (name === CHANNEL) === (place.name === CHANNEL) ? "page" : undefined,
  }, words, count > 0 && h("span", { class: "badge" }, `${count}`, h("span", { class: "unseen" }, " new")));
}

const TABS = [{ name: HOME, words: "Home" }, { name: MESSAGES, words: "Messages" }];

function drawHead() {
  const isChannel = place.name === CHANNEL;
  find("conversation-name").textContent = isChannel ? `# ${known.slack.channel.name}` : known.world.workspace.app.name;
  find("app-tabs").hidden = isChannel;
  fill(find("app-tabs"), choosable(TABS, place.name, open, "conversation-body"));
}

function drawHome(body) {
  const { home } = known.slack;
  if (!home) {
    fill(body, h("p", { class: "empty" }, "The app has not shown its Home yet."),
      h("button", { type: "button", class: "button", "data-focus": "open home", onclick: () => open(HOME) }, "Open Home"));
    return;
  }
  if (!body.firstElementChild?.matches(".blocks")) {
    body.replaceChildren(h("div", { class: "blocks" }));
  }
  drawBlocks(body.firstElementChild, { ...home, where: "home" });
}
