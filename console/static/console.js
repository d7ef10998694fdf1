"use strict";
/* Keys for every page. A control with data-key="x" is pressed by that key; the page shows the same key on it. */
(() => {
  const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window */ } };
  const keysOn = () => !document.body.classList.contains("keys-off");
  const setKeys = (on) => document.body.classList.toggle("keys-off", !on);
  const isTyping = (element) => element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  const isSeen = (element) => element.getClientRects().length > 0;

  function rows() { return [...document.querySelectorAll("tr[data-row]")]; }
  function moveRow(step) {
    const all = rows();
    if (!all.length) return false;
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next.querySelector("[data-row-link]").focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  function markRow() {
    for (const row of rows()) row.classList.toggle("is-here", row.contains(document.activeElement));
  }
  function press(key) {
    const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && isSeen(one));
    if (found) { found.focus(); found.click(); return true; }
    const focus = [...document.querySelectorAll("[data-key-focus]")].find((one) => one.dataset.keyFocus === key);
    if (focus) { focus.focus(); focus.select?.(); return true; }
    return false;
  }
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keysOn()) return;
    if (event.key === "Escape" && isTyping(event.target)) { event.target.blur(); return; }
    if (isTyping(event.target)) return;
    const key = event.key === "=" ? "+" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const inTabs = event.target.closest("[role=tablist], .viewer-scroll, .review-scroll");
    const steps = { j: 1, k: -1, ArrowDown: inTabs ? 0 : 1, ArrowUp: inTabs ? 0 : -1 };
    const done = (steps[key] && moveRow(steps[key])) || (key.length === 1 && press(key));
    if (done) event.preventDefault();
  }
  function refresh() {
    const list = document.querySelector("[data-refresh]");
    if (list && document.activeElement === document.body && !document.hidden) list.dispatchEvent(new Event("refresh"));
  }
  function start() {
    setInterval(refresh, 30000);
    setKeys(stored("keys") !== "off");
    const box = document.getElementById("keys-switch");
    if (box) {
      box.checked = keysOn();
      box.addEventListener("change", () => { setKeys(box.checked); store("keys", box.checked ? "on" : "off"); });
    }
    document.addEventListener("keydown", onKey);
    document.body.dataset.keys = "ready";
    document.addEventListener("focusin", markRow);
    document.addEventListener("click", (event) => {
      const row = event.target.closest("tr[data-row]");
      if (row && !event.target.closest("a, button, input")) row.querySelector("[data-row-link]").click();
    });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
