// What the page knows: this window's person, what their Slack shows, and the world around. Panels draw it again on change.

import { slackOf, worldNow } from "./api.js";

const LAST_PERSON = "consulta-sandbox-person";

export const known = { personId: "", slack: null, world: null };

const drawers = { slack: [], world: [] };

/** Call `draw` whenever that part has been read anew. */
export function onChange(part, draw) {
  drawers[part].push(draw);
}

/** Draw again from what is known, as when something only this window knows has changed. */
export function redraw(part) {
  if (known[part]) {
    drawers[part].forEach((draw) => draw());
  }
}

const reading = { slack: null, world: null };

/** Read a part anew. While it is being read a further wish waits for the next reading, and several share it. */
export function refresh(part) {
  const state = reading[part];
  if (!state) {
    reading[part] = { now: read(part), next: null };
    return reading[part].now;
  }
  state.next ??= state.now.catch(() => {}).then(() => read(part)); // who wished for the failed one hears of it
  return state.next;
}

async function read(part) {
  const personId = known.personId;
  try {
    const value = await (part === "slack" ? slackOf(personId) : worldNow());
    if (personId === known.personId) {
      known[part] = value;
      redraw(part);
    }
  } finally {
    const waiting = reading[part]?.next;
    reading[part] = waiting ? { now: waiting, next: null } : null;
  }
}

/** Whose window this is: the address says it (#as=...), else it is who was chosen last, else the first of the team. */
export function personOfThisWindow(people) {
  const wanted = [new URLSearchParams(location.hash.slice(1)).get("as"), localStorage.getItem(LAST_PERSON)];
  const members = people.filter((person) => !person.is_bot);
  return members.find((person) => wanted.includes(person.id)) ?? members[0];
}

export function becomePerson(userId) {
  known.personId = userId;
  known.slack = null;
  localStorage.setItem(LAST_PERSON, userId);
  history.replaceState(null, "", `#as=${userId}`);
}

/** Everybody in the workspace, by id. */
export function memberNamed(userId) {
  return known.world.workspace.people.find((person) => person.id === userId);
}
