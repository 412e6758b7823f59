// Slack's mrkdwn as elements. Whatever is no known mark stays text.

import { h } from "./dom.js";
import { known, memberNamed } from "./store.js";
import { slackDate } from "./slack-date.js";

const WORD = "[\\p{L}\\p{N}_]";

/** A mark counts only at the edges of words, so that 2*3*4 and snake_case stay as they are. */
function marked(mark) {
  const [before, after] = [`(?<!${WORD}|[${mark}])`, `(?!${WORD}|[${mark}])`];
  return new RegExp(`${before}[${mark}](?=\\S)([^${mark}\\n]*?[^${mark}\\s])[${mark}]${after}`, "u");
}

const INLINE = [
  { pattern: /`([^`\n]+)`/, build: (found) => h("code", {}, plain(found[1])) },
  { pattern: /<([^<>\n]+)>/, build: (found) => angled(found[1]) },
  { pattern: marked("*"), build: (found) => h("strong", {}, inline(found[1])) },
  { pattern: marked("_"), build: (found) => h("em", {}, inline(found[1])) },
  { pattern: marked("~"), build: (found) => h("s", {}, inline(found[1])) },
];
const BARE_LINK = { pattern: /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)]/, build: (found) => link(found[0], found[0]) };

/** The nodes of a mrkdwn text. `verbatim` leaves bare addresses alone. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const marks = verbatim ? INLINE : [...INLINE, BARE_LINK];
  const parts = text.split(/```\n?([\s\S]*?)```/);
  return parts.flatMap((part, index) => (index % 2 ? [h("pre", {}, plain(part))] : paragraphs(part, marks)));
}

/** Lines, those that follow each other and begin with > as one quotation. */
function paragraphs(text, marks) {
  const runs = [];
  for (const line of text.split("\n")) {
    const quoted = line.match(/^(?:&gt;|>)\s?(.*)$/);
    const words = quoted ? quoted[1] : line;
    if (runs.at(-1)?.isQuoted === Boolean(quoted)) {
      runs.at(-1).lines.push(words);
    } else {
      runs.push({ isQuoted: Boolean(quoted), lines: [words] });
    }
  }
  return runs.flatMap(({ isQuoted, lines }) => {
    const nodes = lines.flatMap((line, index) => [...(index ? [h("br")] : []), ...inline(line, marks)]);
    return isQuoted ? [h("blockquote", {}, nodes)] : nodes;
  });
}

/** The marks within a line: the first one found, and what stands before and after it. */
function inline(text, marks = INLINE) {
  const found = marks
    .map((mark) => ({ mark, match: text.match(mark.pattern) }))
    .filter(({ match }) => match)
    .sort((one, other) => one.match.index - other.match.index)[0];
  if (!found) {
    return text ? [plain(text)] : [];
  }
  const { mark, match } = found;
  const before = text.slice(0, match.index);
  return [...(before ? [plain(before)] : []), mark.build(match), ...inline(text.slice(match.index + match[0].length), marks)];
}

/** What Slack writes between angle brackets: a link, a date, a mention. */
function angled(content) {
  const [target, words] = content.split("|");
  if (/^(https?:\/\/|mailto:)/.test(target)) {
    return link(target, words ?? target.replace(/^mailto:/, ""));
  }
  if (target.startsWith("!date^")) {
    return slackDate(target, plain(words ?? ""), known.slack.me.zone);
  }
  const name = mentioned(target, words);
  return name ? h("span", { class: "mention" }, plain(name)) : plain(`<${content}>`);
}

function mentioned(target, words) {
  if (target.startsWith("@")) {
    return `@${memberNamed(target.slice(1))?.name ?? words ?? target.slice(1)}`;
  }
  if (target.startsWith("#")) {
    return `#${words ?? target.slice(1)}`;
  }
  return ["!here", "!channel", "!everyone"].includes(target) ? `@${target.slice(1)}` : "";
}

export function link(address, words) {
  return h("a", { href: plain(address), target: "_blank", rel: "noopener noreferrer" }, plain(words));
}

/** The text without Slack's three escapes. */
export function plain(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A text object of Block Kit; a plain one keeps its line breaks by the style. */
export function textObject(text) {
  return text.type === "mrkdwn"
    ? h("div", { class: "mrkdwn" }, mrkdwn(text.text, text))
    : h("div", { class: "plain-text" }, text.text);
}
