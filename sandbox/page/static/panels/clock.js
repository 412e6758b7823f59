// The clock of the world: what it shows, and how far it can be moved. It never goes back.

import { control } from "../api.js";
import { fill, find, h } from "../dom.js";
import { known, onChange } from "../store.js";
import { dayAndHour, hour, inZone, now, placeOf, wallTime } from "../time.js";

const HOUR = 60 * 60 * 1000;
const REMINDERS = [24 * HOUR, HOUR]; // before the start, as the product sends them unless told otherwise

export function startClock() {
  onChange("world", drawMoves);
  onChange("slack", drawMoves);
  setInterval(tick, 1000);
}

function zone() {
  return known.slack?.me.zone ?? "UTC";
}

function tick() {
  const shown = find("now");
  if (known.world && shown) {
    shown.textContent = inZone(now(), zone(), { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit", second: "2-digit" });
  }
}

function drawMoves() {
  const reminder = nextOf(REMINDERS);
  const start = nextOf([0]);
  const box = find("clock");
  const picking = box.querySelector("details")?.open;
  fill(box,
    h("p", { class: "now" }, h("span", { id: "now" }), h("span", { class: "zone" }, `${placeOf(zone())} time`)),
    h("div", { class: "moves", role: "group", "aria-label": "Move the clock on" },
      move("+1 hour", HOUR), move("+1 day", 24 * HOUR),
      jump("To the next reminder", reminder), jump("To the next start", start),
      picker(picking)));
  tick();
}

/** The next of the moments that lie so long before a meeting that Zoom has. */
function nextOf(leads) {
  const meetings = known.world.zoom.accounts.flatMap((account) => account.meetings).filter((meeting) => meeting.state !== "deleted");
  const moments = meetings.flatMap((meeting) => leads.map((lead) => Date.parse(meeting.starts_at) - lead));
  return moments.filter((moment) => moment > now()).sort((one, other) => one - other)[0];
}

const move = (words, step) =>
  h("button", { type: "button", class: "clock-button", "data-focus": words, onclick: () => moved({ advance_seconds: step / 1000 }) }, words);

function jump(words, moment) {
  const to = moment && new Date(moment).toISOString();
  return h("button", {
    type: "button", class: "clock-button", "data-focus": words, disabled: !moment, title: moment ? dayAndHour(moment, zone()) : "No meeting lies ahead",
    onclick: () => moved({ to }),
  }, words, moment && h("span", { class: "moment" }, ` ${inZone(moment, zone(), { month: "short", day: "numeric" })}, ${hour(moment, zone())}`));
}

function picker(isOpen) {
  const field = h("input", { type: "datetime-local", "aria-label": `Move the clock to (${placeOf(zone())} time)`, value: wallTime(now(), zone()), min: wallTime(now(), zone()), "data-focus": "pick" });
  const go = (event) => {
    event.preventDefault();
    moved({ to: field.value, zone: zone() });
  };
  return h("details", { class: "pick", open: isOpen }, h("summary", { class: "clock-button", "data-focus": "pick a time" }, "Pick"),
    h("form", { class: "popup", onsubmit: go }, field, h("button", { class: "button primary" }, "Move"), h("p", { id: "clock-error", role: "alert", class: "error" })));
}

async function moved(wish) {
  try {
    await control("clock", wish);
    find("clock").querySelector("details").open = false;
  } catch (refusal) {
    find("clock-error").textContent = refusal.message;
  }
}
