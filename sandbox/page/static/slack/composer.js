// The composer of the channel: messages, and slash commands with their hints. The app's own conversation has none.

import { act } from "../acts.js";
import { find, freshId, h } from "../dom.js";
import { known } from "../store.js";
import { CHANNEL, HOME, MESSAGES, open, place } from "./place.js";

const listId = freshId("commands");

export function drawComposer() {
  const box = find("composer");
  box.hidden = place.name === HOME;
  if (place.name === MESSAGES) {
    box.replaceChildren(readOnly());
  } else if (place.name === CHANNEL && !box.querySelector("textarea")) {
    box.replaceChildren(...composer());
  }
}

/** The app's manifest makes its messages read-only: what is typed there would be met with silence. */
function readOnly() {
  return h("p", { class: "read-only" }, "Sending messages to this app has been turned off. Commands are typed in ",
    h("button", { type: "button", class: "link-button", onclick: () => open(CHANNEL) }, `# ${known.slack.channel.name}`), ".");
}

function composer() {
  const hints = h("div", { class: "hints", id: listId, role: "status" });
  const field = h("textarea", {
    rows: "1", "aria-label": `Message #${known.slack.channel.name}`, "aria-describedby": listId, "data-focus": "composer",
    placeholder: `Message #${known.slack.channel.name} or type /`,
    oninput: () => hint(field, hints),
    onkeydown: (event) => keys(event, field, hints),
  });
  const send = h("button", { type: "button", class: "button primary", onclick: () => sent(field, hints) }, "Send");
  return [hints, h("div", { class: "composer-row" }, field, send)];
}

/** The commands that what is typed may become or has become. */
function fitting(text) {
  const [name] = text.split(" ");
  const { commands } = known.world.workspace.app;
  return text.startsWith("/") ? commands.filter((command) => (text.includes(" ") ? command.name === name : command.name.startsWith(name))) : [];
}

function hint(field, hints) {
  hints.replaceChildren(...fitting(field.value).map((command) =>
    h("button", { type: "button", class: "hint-row", tabindex: "-1", onclick: () => complete(field, hints, command) },
      h("strong", {}, command.name), h("span", { class: "usage" }, command.usage_hint), h("small", {}, command.description))));
}

function complete(field, hints, command) {
  field.value = `${command.name} `;
  field.focus();
  hint(field, hints);
}

function keys(event, field, hints) {
  const [command] = fitting(field.value);
  const isPartial = command && command.name.startsWith(field.value) && command.name !== field.value;
  if (isPartial && (event.key === "Tab" || event.key === "Enter")) {
    event.preventDefault();
    complete(field, hints, command);
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sent(field, hints);
  } else if (event.key === "Escape") {
    hints.replaceChildren();
  }
}

function sent(field, hints) {
  const text = field.value.trim();
  if (!text) {
    return;
  }
  field.value = "";
  hints.replaceChildren();
  const [command, ...words] = text.split(" ");
  if (text.startsWith("/")) {
    act("command", { command, text: words.join(" ").trim() });
  } else {
    act("say", { text });
  }
}
