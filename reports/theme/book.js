// Search, tabs, menu and the contents of the page. Everything works without it, only less handily.
"use strict";

document.documentElement.classList.remove("no-js");

const make = (tag, properties = {}, children = []) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// Search ------------------------------------------------------------------------------------------
const field = document.getElementById("search");
const list = document.getElementById("found");
const status = document.querySelector(".search .status");
const LIMIT = 12;
let index = null;
let chosen = -1;

function ready() {
  if (index) return index;
  index = new MiniSearch({
    idField: "n",
    fields: ["heading", "text", "chapter"],
    searchOptions: { boost: { heading: 3 }, prefix: true, fuzzy: (term) => (term.length > 4 ? 0.18 : false), combineWith: "AND" },
  });
  index.addAll(window.BOOK_SEARCH || []);
  return index;
}

// The words around the first match, each match marked; text nodes only, so nothing can become markup.
function snippet(text, terms) {
  const low = text.toLowerCase();
  const places = terms.map((term) => low.indexOf(term.toLowerCase())).filter((at) => at >= 0);
  const first = places.length ? Math.min(...places) : 0;
  const start = first > 60 ? text.indexOf(" ", first - 50) + 1 : 0;
  const cut = text.slice(start, start + 170);
  return [start ? "… " : "", ...marked(cut, terms), start + 170 < text.length ? " …" : ""];
}

function marked(text, terms) {
  const escaped = terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!escaped.length) return [text];
  return text.split(new RegExp(`(${escaped.join("|")})`, "gi")).map((piece, at) => (at % 2 ? make("mark", { textContent: piece }) : piece));
}

function result(hit, at) {
  const entry = window.BOOK_SEARCH[hit.id];
  const link = make("a", { href: entry.page + (entry.id ? `#${entry.id}` : ""), tabIndex: -1 }, [
    make("div", { className: "where", textContent: entry.chapter }),
    make("div", { className: "heading" }, marked(entry.heading, hit.terms)),
    make("div", { className: "snippet" }, snippet(entry.text, hit.terms)),
  ]);
  link.addEventListener("click", close);
  const item = make("li", { id: `found-${at}` }, [link]);
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  return item;
}

function show() {
  const query = field.value.trim();
  if (!query) return close();
  const hits = ready().search(query).slice(0, LIMIT);
  const none = make("li", { className: "none", textContent: status.dataset.none });
  none.setAttribute("role", "presentation");
  list.replaceChildren(...(hits.length ? hits.map(result) : [none]));
  list.hidden = false;
  field.setAttribute("aria-expanded", "true");
  status.textContent = hits.length ? `${hits.length} ${status.dataset.some}` : status.dataset.none;
  choose(hits.length ? 0 : -1);
}

function close() {
  list.hidden = true;
  chosen = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function choose(at) {
  const items = list.querySelectorAll("[role=option]");
  items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
  chosen = at;
  if (at < 0) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", items[at].id);
  items[at].scrollIntoView({ block: "nearest" });
}

field.addEventListener("input", show);
field.addEventListener("focus", () => field.value && show());
field.addEventListener("keydown", (event) => {
  const items = list.querySelectorAll("[role=option]");
  if (event.key === "Escape") {
    if (list.hidden) field.blur();
    close();
  } else if (items.length && !list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    choose((chosen + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length);
  } else if (event.key === "Enter" && chosen >= 0) {
    event.preventDefault();
    items[chosen].querySelector("a").click();
  }
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  field.focus();
  field.select();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest(".search")) close();
});

// Tabs --------------------------------------------------------------------------------------------
document.querySelectorAll(".tabset").forEach((set, number) => {
  const tabs = [...set.children].filter((child) => child.matches(".tab"));
  const bar = make("div", { className: "tab-list" });
  bar.setAttribute("role", "tablist");
  const buttons = tabs.map((tab, at) => {
    tab.id = tab.id || `tab-${number}-${at}`;
    tab.setAttribute("role", "tabpanel");
    tab.setAttribute("aria-labelledby", `${tab.id}-button`);
    const button = make("button", { type: "button", id: `${tab.id}-button`, textContent: tab.querySelector(".tab-title").textContent.trim() });
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", tab.id);
    button.addEventListener("click", () => pick(at));
    return button;
  });
  const pick = (at) => {
    tabs.forEach((tab, n) => { tab.hidden = n !== at; });
    buttons.forEach((button, n) => {
      button.setAttribute("aria-selected", String(n === at));
      button.tabIndex = n === at ? 0 : -1;
    });
  };
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: buttons.length - 1 }[event.key];
    if (!step) return;
    const next = (buttons.indexOf(document.activeElement) + step) % buttons.length;
    pick(next);
    buttons[next].focus();
  });
  bar.append(...buttons);
  set.prepend(bar);
  set.classList.add("live");
  pick(0);
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const at = tabs.findIndex((tab) => target && tab.contains(target));
    if (at >= 0) {
      pick(at);
      target.scrollIntoView();
    }
  };
  window.addEventListener("hashchange", reveal);
  reveal();
});

// Menu on small screens ----------------------------------------------------------------------------
const menu = document.getElementById("menu");
const button = document.querySelector(".menu-button");
const open = (yes) => {
  menu.classList.toggle("open", yes);
  button.setAttribute("aria-expanded", String(yes));
};
button.addEventListener("click", () => open(!menu.classList.contains("open")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.classList.contains("open")) {
    open(false);
    button.focus();
  }
});
const current = menu.querySelector("[aria-current]");
if (current) menu.scrollTop = Math.max(0, current.offsetTop - menu.clientHeight / 2);

// Where on the page --------------------------------------------------------------------------------
const links = new Map([...document.querySelectorAll(".on-page a")].map((link) => [link.hash.slice(1), link]));
const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
function here() {
  const above = headings.filter((heading) => heading.getBoundingClientRect().top < 140);
  const now = above.length ? above[above.length - 1].id : null;
  links.forEach((link, id) => link.classList.toggle("here", id === now));
}
if (headings.length) {
  let waiting = false;
  window.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; here(); });
  }, { passive: true });
  here();
}
