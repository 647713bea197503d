// Keys of the page. A focused button keeps its own keys; after a tap it gives the focus back, so that they work again.
"use strict";

const OWN = new Set([" ", "Enter"]);

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const at = event.target;
  if (at.closest?.("input, textarea, select, [role=slider], .q-dialog")) return;
  if (OWN.has(event.key) && at.closest?.("button, a")) return;
  if (!document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)) return;
  event.preventDefault();
  emitEvent("key", event.key.toLowerCase());
});

addEventListener("pointerup", (event) => {
  const button = event.target.closest?.("button");
  if (button) setTimeout(() => button.blur());
});
