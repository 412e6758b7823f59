// The few things with which everything on this page is drawn. Text is always text: nothing here reads markup.

/** Make an element. Attributes that are false, null or undefined are left out; `on...` are listeners. */
export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    set(node, name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function set(node, name, value) {
  if (name.startsWith("on")) {
    node.addEventListener(name.slice(2), value);
  } else if (name === "value" || name === "checked" || name === "selected") {
    node[name] = value;
  } else if (value === true) {
    node.setAttribute(name, "");
  } else if (value !== false && value !== null && value !== undefined) {
    node.setAttribute(name, value);
  }
}

export const find = (id) => document.getElementById(id);

let made = 0;

/** An id for an element that another one refers to. */
export function freshId(kind) {
  made += 1;
  return `${kind}-${made}`;
}

/** Replace all that is in `container`, and leave the focus where it was. */
export function fill(container, ...children) {
  keepingFocus(container, () => container.replaceChildren(...children.flat(Infinity).filter(Boolean)));
}

const drawnAs = new WeakMap();

/**
 * Show `items` in `container`, each as one element: what did not change is left alone, so that nobody loses the field
 * they are in or the menu they have open.
 */
export function keyed(container, items, { key, signature, build }) {
  keepingFocus(container, () => {
    const known = new Map([...container.children].map((node) => [node.dataset.key, node]));
    let before = container.firstElementChild;
    for (const item of items) {
      const drawn = signature(item);
      let node = known.get(key(item));
      known.delete(key(item));
      if (!node || drawnAs.get(node) !== drawn) {
        const fresh = build(item);
        fresh.dataset.key = key(item);
        drawnAs.set(fresh, drawn);
        if (node) {
          before = before === node ? fresh : before;
          node.replaceWith(fresh);
        }
        node = fresh;
      }
      if (node === before) {
        before = before.nextElementSibling;
      } else {
        container.insertBefore(node, before);
      }
    }
    known.forEach((node) => node.remove());
  });
}

/** Do `change`; what had the focus is found again by its `data-focus`, with the caret where it was. */
export function keepingFocus(root, change) {
  const active = document.activeElement;
  const name = root.contains(active) ? active.dataset.focus : undefined;
  const caret = name && caretOf(active);
  change();
  if (!name || document.activeElement === active) {
    return;
  }
  const again = root.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  if (again) {
    again.focus({ preventScroll: true });
    if (caret) {
      again.setSelectionRange(...caret);
    }
  }
}

function caretOf(field) {
  const hasCaret = field.tagName === "TEXTAREA" || (field.tagName === "INPUT" && field.type === "text");
  return hasCaret ? [field.selectionStart, field.selectionEnd] : null;
}

/** Hold a popup under (or over) what opened it; it is fixed, so that no scrolling parent cuts it off. */
export function placeUnder(popup, anchor) {
  const box = anchor.getBoundingClientRect();
  const height = Math.min(popup.scrollHeight, 320);
  const fitsBelow = box.bottom + height + 8 < window.innerHeight || box.top < height;
  popup.style.top = `${fitsBelow ? box.bottom + 4 : box.top - height - 4}px`;
  popup.style.minWidth = `${Math.max(box.width, 160)}px`;
  popup.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - popup.offsetWidth - 8))}px`;
}
