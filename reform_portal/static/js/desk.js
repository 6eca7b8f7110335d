// The queue by keyboard. Single letters can be switched off, and are silent wherever something is typed.

const KEPT = "desk-keys";
const rows = Array.from(document.querySelectorAll(".desk-row"));
const dialog = document.getElementById("desk-keys");
const toggle = document.getElementById("desk-keys-switch");
const ticks = Array.from(document.querySelectorAll(".desk-tick input"));
const counter = document.getElementById("desk-ticked");

const keptChoice = () => {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
};
let on = keptChoice();

const current = () => {
  const inside = document.activeElement?.closest(".desk-row");
  return inside ? rows.indexOf(inside) : rows.findIndex((row) => row.id && `#${row.id}` === location.hash);
};

const go = (step) => {
  const next = rows[Math.min(Math.max(current() + step, 0), rows.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};

const press = (selector) => rows[current()]?.querySelector(selector)?.click();

const tell = () => {
  const number = ticks.filter((tick) => tick.checked).length;
  counter.textContent = number ? `${counter.dataset.words} ${number}` : "";
};

// Keys by their place, so that they work in the Ukrainian layout too.
const acts = {
  KeyJ: () => go(1),
  KeyK: () => go(-1),
  KeyX: () => press(".desk-tick input"),
  KeyA: () => press(".desk-answer"),
  KeyM: () => press(".desk-mine"),
  KeyN: () => press(".desk-note"),
};

const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.altKey || event.metaKey || dialog.open || typing(event.target)) return;
  const isHelp = event.key === "?" || (event.shiftKey && event.code === "Slash");
  const act = isHelp ? () => dialog.showModal() : event.shiftKey ? undefined : acts[event.code];
  if (!act) return;
  event.preventDefault();
  act();
});

const show = () => {
  toggle.textContent = on ? toggle.dataset.on : toggle.dataset.off;
  toggle.setAttribute("aria-pressed", String(on));
};

toggle.addEventListener("click", () => {
  on = !on;
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // Without storage the choice holds for this page.
  }
  show();
});
document.getElementById("desk-keys-help").addEventListener("click", () => dialog.showModal());
toggle.parentElement.hidden = false;
show();

if (counter) {
  for (const tick of ticks) tick.addEventListener("change", tell);
  const all = document.getElementById("desk-tick-all");
  all.parentElement.hidden = false;
  all.addEventListener("click", () => {
    const wanted = ticks.some((tick) => !tick.checked);
    for (const tick of ticks) tick.checked = wanted;
    tell();
  });
  // Enter in the field of a tag would press the first button of the form.
  document.getElementById("new-tag").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.target.nextElementSibling.click();
  });
  tell();
}
