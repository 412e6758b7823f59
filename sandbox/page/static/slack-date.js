// <!date^seconds^format^link|fallback>: a time on the reader's own clock, in Slack's formats.

import { h } from "./dom.js";
import { inZone, now } from "./time.js";

const LONG = { weekday: "long", year: "numeric", month: "long", day: "numeric" };
const SHORT = { year: "numeric", month: "short", day: "numeric" };
const FORMATS = {
  date_num: (at, zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(at),
  date: (at, zone) => inZone(at, zone, { year: "numeric", month: "long", day: "numeric" }),
  date_short: (at, zone) => inZone(at, zone, SHORT),
  date_long: (at, zone) => inZone(at, zone, LONG),
  date_pretty: (at, zone) => relative(at, zone) ?? FORMATS.date(at, zone),
  date_short_pretty: (at, zone) => relative(at, zone) ?? FORMATS.date_short(at, zone),
  date_long_pretty: (at, zone) => relative(at, zone) ?? FORMATS.date_long(at, zone),
  time: (at, zone) => inZone(at, zone, { hour: "numeric", minute: "2-digit" }),
  time_secs: (at, zone) => inZone(at, zone, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
};
const DAY = 24 * 60 * 60 * 1000;

/** Yesterday, today, tomorrow on the reader's calendar; nothing for other days. */
function relative(at, zone) {
  const same = (instant) => FORMATS.date_num(instant, zone) === FORMATS.date_num(at, zone);
  const named = [["yesterday", -DAY], ["today", 0], ["tomorrow", DAY]].find(([, step]) => same(now() + step));
  return named?.[0];
}

/** The fallback is for clients that know no dates; it also shows where the format is none. */
export function slackDate(target, fallback, zone) {
  const [, seconds, format, address] = target.split("^");
  const at = new Date(Number(seconds) * 1000);
  if (!format || Number.isNaN(at.getTime())) {
    return fallback;
  }
  const words = format.replace(/\{(\w+)\}/g, (whole, name) => FORMATS[name]?.(at, zone) ?? whole);
  const shown = h("time", { datetime: at.toISOString() }, words);
  const isWeb = address && /^https?:\/\//.test(address);
  return isWeb ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, shown) : shown;
}
