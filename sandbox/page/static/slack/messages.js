// A conversation: messages, those only for this person among them, and what Slackbot says.

import { drawBlocks } from "../blocks/blocks.js";
import { h, keyed } from "../dom.js";
import { mrkdwn } from "../mrkdwn.js";
import { known, memberNamed } from "../store.js";
import { day, hour } from "../time.js";

/** Draw a conversation; who was at its end stays there. */
export function drawMessages(body, conversation, notice) {
  const wasAtEnd = body.scrollHeight - body.scrollTop - body.clientHeight < 60 || !body.firstElementChild;
  if (!body.firstElementChild?.matches(".messages")) {
    body.replaceChildren(h("div", { class: "messages" }));
  }
  const shown = [...conversation.messages, ...(notice ? [slackbot(notice)] : [])];
  keyed(body.firstElementChild, shown.length ? shown : [NOTHING], {
    key: (message) => message.ts,
    signature: (message) => JSON.stringify([message.is_edited, message.text, message.posted_at]),
    build: (message) => (message === NOTHING ? h("p", { class: "empty" }, "No messages yet.") : article(message)),
  });
  shown.filter((message) => message.blocks.length).forEach((message) => drawBlocksOf(body, message));
  if (wasAtEnd) {
    body.scrollTop = body.scrollHeight;
  }
}

const NOTHING = { ts: "nothing", blocks: [] };

function drawBlocksOf(body, message) {
  const blocks = body.querySelector(`[data-key="${message.ts}"] .blocks`);
  drawBlocks(blocks, { ...message, where: message.ts });
}

/** Slackbot's own words have no place in time: they stand at the end until the next command. */
const slackbot = (words) => ({ ts: "slackbot", user: "", text: words, blocks: [], is_ephemeral: true });

/** Screen readers hear the message's text and not its blocks, as in Slack; the buttons come after it. */
function article(message) {
  const { zone } = known.slack.me;
  const author = memberNamed(message.user);
  return h("article", { class: `message ${message.is_ephemeral ? "ephemeral" : ""}`, "aria-label": message.text },
    h("div", { class: `avatar ${author?.is_bot ? "of-app" : ""}`, "aria-hidden": "true" }, (author?.name ?? "S")[0]),
    h("div", { class: "message-body" },
      message.is_ephemeral && h("p", { class: "only-you" }, "Only visible to you"),
      h("p", { class: "byline" },
        h("strong", {}, author?.name ?? "Slackbot"), author?.is_bot !== false && h("span", { class: "app-mark" }, "APP"),
        message.posted_at && h("time", { datetime: message.posted_at, title: day(message.posted_at, zone) }, `${day(message.posted_at, zone)}, ${hour(message.posted_at, zone)}`)),
      message.blocks.length ? h("div", { class: "blocks" }) : h("div", { class: "mrkdwn" }, mrkdwn(message.text)),
      message.is_edited && h("p", { class: "edited" }, "(edited)")));
}
