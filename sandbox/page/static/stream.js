// The server says what to look at again; what is there to be seen is then asked for.

import { find } from "./dom.js";
import { known, refresh } from "./store.js";

let stream = null;

/** Follow what changes for this window's person. */
export function follow() {
  stream?.close();
  stream = new EventSource(`/page/people/${known.personId}/changes`);
  for (const part of ["slack", "world"]) {
    stream.addEventListener(part, () => refresh(part).catch(() => {})); // the error below tells
  }
  stream.addEventListener("open", () => tell(""));
  stream.addEventListener("error", () => tell("The sandbox does not answer. Is it still running?"));
}

function tell(words) {
  const ended = find("ended");
  ended.textContent = words;
  ended.hidden = !words;
}
