// The question before an act. It lies over Slack alone: the rest of the world can still be used.

import { find, freshId, h } from "./dom.js";

/** Ask with the app's words; tells whether the person says yes. */
export function askFirst(confirm) {
  return new Promise((resolve) => {
    const opener = document.activeElement;
    const covered = [find("slack-window"), find("modals")].filter((part) => !part.inert);
    const box = dialog(confirm, (answer) => {
      box.remove();
      covered.forEach((part) => (part.inert = false));
      opener?.focus?.();
      resolve(answer);
    });
    covered.forEach((part) => (part.inert = true));
    find("slack").append(box);
    box.querySelector("button").focus();
  });
}

function dialog(confirm, answer) {
  const [title, text] = [freshId("confirm"), freshId("confirm")];
  const onkeydown = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      answer(false);
    }
  };
  const attributes = { class: "modal small", role: "alertdialog", "aria-labelledby": title, "aria-describedby": text };
  return h("div", { class: "cover", onkeydown },
    h("div", attributes,
      h("h2", { id: title, class: "modal-title" }, confirm.title.text),
      h("p", { id: text, class: "modal-body plain-text" }, confirm.text.text),
      h("div", { class: "modal-foot" },
        h("button", { type: "button", onclick: () => answer(false) }, confirm.deny.text),
        h("button", { type: "button", class: confirm.style ?? "primary", onclick: () => answer(true) },
          confirm.confirm.text))));
}
