// Choosing something: told to the server at once, and taken back on the page when it comes to nothing.

import { use } from "../acts.js";
import { redraw } from "../store.js";
import { takenBack } from "./field.js";

export async function choose(field, option) {
  if (!(await use("choose", field, { option }))) {
    takenBack(field);
    redraw("slack");
  }
}
