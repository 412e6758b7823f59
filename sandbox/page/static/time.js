// Times as people read them, on a clock of their own. The world's clock is this machine's, moved on.

import { known } from "./store.js";

export const now = () => Date.now() + known.world.clock.offset_seconds * 1000;

const LOCALE = "en-US";

export function inZone(instant, zone, options) {
  return new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options }).format(new Date(instant));
}

export const hour = (instant, zone) => inZone(instant, zone, { hour: "numeric", minute: "2-digit" });

export const day = (instant, zone) => inZone(instant, zone, { weekday: "short", month: "short", day: "numeric" });

export const dayAndHour = (instant, zone) => `${day(instant, zone)}, ${hour(instant, zone)}`;

/** A zone as people say it: the last part of its name. */
export const placeOf = (zone) => zone.split("/").pop().replaceAll("_", " ");

/** The wall time as a datetime-local field wants it. */
export function wallTime(instant, zone) {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, ...parts }).format(new Date(instant)).replace(" ", "T");
}
