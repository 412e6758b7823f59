// A list of things to choose from that pops up: the keys that move in it are the same for menus and selects.

/** Move among `items` by an arrow key, Home or End; tells which one is next, or -1 where the key is none of these. */
export function moved(key, at, count) {
  const steps = { ArrowDown: at + 1, ArrowUp: at < 0 ? count - 1 : at - 1, Home: 0, End: count - 1 };
  return key in steps && count ? (steps[key] + count) % count : -1;
}

/** Call `away` when something outside of `parts` is pressed, or what is under them scrolls; returns how to stop. */
export function watchOutside(parts, away, moved) {
  const pressed = (event) => parts.some((part) => part.contains(event.target)) || away();
  const scrolled = (event) => parts.some((part) => part.contains(event.target)) || moved();
  document.addEventListener("pointerdown", pressed, true);
  document.addEventListener("scroll", scrolled, true);
  return () => {
    document.removeEventListener("pointerdown", pressed, true);
    document.removeEventListener("scroll", scrolled, true);
  };
}
