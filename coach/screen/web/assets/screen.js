// Keys of the page. A focused button keeps its own keys; after a tap it gives the focus back, so that they work again.
"use strict";

const OWN = new Set([" ", "Enter"]);

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const at = event.target;
  if (at.closest?.("input, textarea, select, .q-dialog")) return;
  if (event.key !== "Escape" && at.closest?.("[role=slider]")) return;
  if (OWN.has(event.key) && at.closest?.("button, a")) return;
  if (!document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)) return;
  event.preventDefault();
  emitEvent("key", event.key.toLowerCase());
});

addEventListener("click", (event) => {
  const tapped = event.detail && event.target.closest?.("button");
  if (tapped) setTimeout(() => tapped.contains(document.activeElement) && document.activeElement.blur());
});
