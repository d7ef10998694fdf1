"use strict";
/* The case page: tabs, zoom, and from a finding to its box on the picture. */
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const scroller = document.getElementById("viewer-scroll");
  let zoom = 1;

  function placeBoxes() {
    for (const box of all("[data-box]")) {
      for (const side of ["left", "top", "width", "height"]) box.style[side] = `${box.dataset[side]}%`;
    }
  }
  function setZoom(next) {
    zoom = Math.min(Math.max(next, 0.4), 5);
    for (const sheet of all(".sheet")) sheet.style.width = `${Math.round(zoom * 100)}%`;
  }
  function select(tab, tabs, panels) {
    for (const one of tabs) {
      const here = one === tab;
      one.setAttribute("aria-selected", String(here));
      one.tabIndex = here ? 0 : -1;
    }
    for (const panel of panels) panel.hidden = panel.id !== tab.getAttribute("aria-controls");
  }
  function tablist(tabs, panels) {
    tabs.forEach((tab, index) => {
      tab.addEventListener("click", () => select(tab, tabs, panels));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = tabs[(index + step + tabs.length) % tabs.length];
        select(next, tabs, panels);
        next.focus();
        event.preventDefault();
      });
    });
  }
  const fileTabs = all("[data-file-tab]");
  const filePanels = all("[data-file-panel]");
  const panelTabs = all("[data-panel-tab]");
  const panels = all("[data-panel]");

  function bringIntoView(box) {
    const sheet = box.closest(".sheet-picture");
    const view = scroller.getBoundingClientRect();
    const place = box.getBoundingClientRect();
    const outside = place.top < view.top || place.bottom > view.bottom || place.left < view.left || place.right > view.right;
    if (outside && sheet) {
      scroller.scrollTop += place.top - view.top - (view.height - place.height) / 2;
      scroller.scrollLeft += place.left - view.left - (view.width - place.width) / 2;
    }
  }
  function show(source) {
    for (const one of all(".is-shown")) one.classList.remove("is-shown");
    for (const one of all(".finding.is-here, .fact-show.is-here, .value-show.is-here")) one.classList.remove("is-here");
    source.closest(".finding")?.classList.add("is-here");
    source.classList.add("is-here");
    const boxes = source.dataset.show.split(" ").filter(Boolean).map((id) => document.getElementById(id)).filter(Boolean);
    if (!boxes.length) { say("这一项没有可在图像上指出的位置"); return; }
    const panel = boxes[0].closest("[data-file-panel]");
    select(fileTabs.find((tab) => tab.getAttribute("aria-controls") === panel.id), fileTabs, filePanels);
    for (const box of boxes) box.classList.add("is-shown");
    bringIntoView(boxes[0]);
    say(boxes[0].getAttribute("aria-label"));
  }
  function say(text) {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  }
  function openPanel(id) {
    const tab = document.getElementById(`tab-${id}`);
    if (tab) select(tab, panelTabs, panels);
  }
  function focusChoice() {
    const choices = all("[data-decide] input[type=radio]");
    (choices.find((one) => one.checked) || choices[0])?.focus();
  }
  function findingOf(box) {
    const names = (one) => (one.dataset.show || "").split(" ").includes(box.id);
    return all(".finding-head").find(names) || all(".value-show").find(names);
  }
  function revealFinding(box) {
    const source = findingOf(box);
    if (!source) return;
    openPanel(source.matches(".finding-head") ? "findings" : "elements");
    const group = source.closest("details");
    if (group) group.open = true;
    show(source);
    for (const one of all(".is-shown")) one.classList.toggle("is-shown", one === box);
    box.classList.add("is-shown");
    source.scrollIntoView({ block: "nearest" });
  }
  function step(by) {
    openPanel("findings");
    const heads = all(".finding-head").filter((one) => one.getClientRects().length > 0);
    if (!heads.length) return;
    const at = heads.findIndex((one) => one.closest(".finding").classList.contains("is-here"));
    const next = heads[at < 0 ? 0 : Math.min(Math.max(at + by, 0), heads.length - 1)];
    next.focus({ preventScroll: true });
    next.closest(".finding").scrollIntoView({ block: "nearest" });
    show(next);
  }

  placeBoxes();
  tablist(fileTabs, filePanels);
  tablist(panelTabs, panels);
  for (const button of all("[data-zoom]")) {
    const change = { in: () => setZoom(zoom * 1.25), out: () => setZoom(zoom / 1.25), fit: () => setZoom(1) };
    button.addEventListener("click", change[button.dataset.zoom]);
  }
  for (const source of all("[data-show]")) source.addEventListener("click", () => show(source));
  for (const button of all("[data-step]")) button.addEventListener("click", () => step(Number(button.dataset.step)));
  for (const box of all("[data-box]")) box.addEventListener("click", () => revealFinding(box));
  for (const opener of all("[data-open-panel]")) {
    opener.addEventListener("click", () => {
      openPanel(opener.dataset.openPanel);
      focusChoice();
    });
  }
  document.getElementById("tab-decide")?.addEventListener("click", () => {
    focusChoice();
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    event.target.querySelector?.("[data-confirm]")?.focus();
  });
  window.addEventListener("load", () => { for (const image of all(".sheet img")) image.loading = "eager"; });
  const form = document.querySelector("[data-decide]");
  form?.addEventListener("input", () => { document.getElementById("decide-step").textContent = ""; });
})();
