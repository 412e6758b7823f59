// Where in Slack this window is: the app's Home, its messages, or the channel.

export const HOME = "home";
export const MESSAGES = "messages";
export const CHANNEL = "channel";

export const place = { name: HOME };

const openers = [];

/** Let `opener` do what opening a conversation means. */
export const onOpen = (opener) => openers.push(opener);

/** Go to a conversation or tab. */
export function open(name) {
  place.name = name;
  openers.forEach((opener) => opener(name));
}

/** The ts of the newest message that was seen, by person and conversation. */
const seen = {};

export function markSeen(personId, conversation) {
  seen[`${personId} ${conversation.id}`] = newest(conversation);
}

/** How many came since it was looked at. What is there when the page is opened is no news. */
export function unread(personId, conversation) {
  const last = (seen[`${personId} ${conversation.id}`] ??= newest(conversation));
  return conversation.messages.filter((message) => Number(message.ts) > last).length;
}

const newest = (conversation) => Number(conversation.messages.at(-1)?.ts ?? 0);
