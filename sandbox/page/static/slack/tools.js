// Beside the conversation's name: the shortcuts, and what a phone would have shown.

import { act } from "../acts.js";
import { find, h } from "../dom.js";
import { menuButton } from "../menu.js";
import { known } from "../store.js";
import { notificationsButton } from "./notifications.js";

export function drawTools() {
  const tools = find("slack-tools");
  if (!tools.firstElementChild) {
    tools.replaceChildren(notificationsButton(), shortcutsButton());
  }
}

function shortcutsButton() {
  const items = known.world.workspace.app.shortcuts.map((shortcut) => ({
    words: shortcut.name,
    description: shortcut.description,
    choose: () => act("shortcut", { name: shortcut.callback_id }),
  }));
  return menuButton({ label: "Shortcuts", face: "⚡ Shortcuts", items, attributes: { "data-focus": "shortcuts" } });
}
