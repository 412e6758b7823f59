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

/** The ts of the newest message that was seen, by conversation. */
export const seen = {};
