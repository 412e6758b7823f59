// The requests, newest first, each with its verdict; what was sent is read when somebody wants to see it.

import { exchangeNumbered } from "../api.js";
import { fill, find, h, keyed } from "../dom.js";
import { known, onChange } from "../store.js";
import { inZone } from "../time.js";

const state = { side: "", onlyBad: false };
const SIDES = [["", "All"], ["bot", "To the app"], ["slack", "To Slack"], ["zoom", "To Zoom"], ["mail", "Mail"]];

export function startTraffic() {
  fill(find("traffic"),
    h("div", { class: "panel-head" }, h("h2", {}, "Traffic"),
      h("label", {}, "Show ", h("select", { onchange: (event) => change({ side: event.target.value }) }, SIDES.map(([value, words]) => h("option", { value }, words)))),
      h("label", {}, h("input", { type: "checkbox", onchange: (event) => change({ onlyBad: event.target.checked }) }), " Only what was refused")),
    h("div", { id: "exchanges", class: "exchanges" }));
  onChange("world", draw);
}

function change(wish) {
  Object.assign(state, wish);
  draw();
}

const isGood = (exchange) => exchange.verdict.startsWith("ok");

function draw() {
  const shown = known.world.traffic.filter((each) => (!state.side || each.to === state.side) && !(state.onlyBad && isGood(each)));
  keyed(find("exchanges"), shown.length ? shown : [NOTHING], {
    key: (each) => String(each.number),
    signature: (each) => String(each.number),
    build: (each) => (each === NOTHING ? h("p", { class: "empty" }, "Nothing to show.") : row(each)),
  });
}

const NOTHING = { number: "none" };

function row(exchange) {
  const at = inZone(exchange.at, "UTC", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  return h("details", { class: "exchange", ontoggle: (event) => event.target.open && expand(event.target, exchange.number) },
    h("summary", {},
      h("span", { class: "hint" }, at), h("span", { class: "side" }, exchange.to), h("code", {}, `${exchange.method} ${exchange.path}`),
      h("span", { class: "hint" }, exchange.status || "no answer"),
      h("span", { class: `mark ${isGood(exchange) ? "good" : "bad"}` }, exchange.verdict)));
}

async function expand(details, number) {
  if (details.children.length > 1) {
    return;
  }
  const { query, body, answer } = await exchangeNumbered(number);
  const parts = [["Query", Object.keys(query).length ? query : null], ["Request", body], ["Answer", answer]];
  details.append(...parts.filter(([, value]) => value !== null).map(([words, value]) => h("div", {}, h("h3", {}, words), h("pre", { tabindex: "0" }, readable(value)))));
}

const readable = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));
