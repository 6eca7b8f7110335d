// A click on the number of comments shows the conversation beside the clause instead of leaving the page;
// on a narrow screen it covers the page from below, like a dialog.

const panel = document.getElementById("talk");
const narrow = window.matchMedia("(max-width: 63.99rem)");
const first = panel?.innerHTML;
let opener = null;
let current = null;
let asked = 0;

const isOpen = () => panel.classList.contains("talk--open");

// Everything but the panel rests while the panel covers the page.
function cover() {
  const over = isOpen() && narrow.matches;
  document.documentElement.classList.toggle("talk-over", over);
  for (const [name, value] of [["role", "dialog"], ["aria-modal", "true"]]) {
    if (over) panel.setAttribute(name, value);
    else panel.removeAttribute(name);
  }
  for (let part = panel; part !== document.body; part = part.parentElement) {
    for (const other of part.parentElement.children) {
      if (other !== part) other.inert = over;
    }
  }
}

function mark(unit) {
  current?.removeAttribute("aria-current");
  current = unit;
  current?.setAttribute("aria-current", "true");
}

function close() {
  asked += 1;
  panel.innerHTML = first;
  panel.classList.remove("talk--open");
  mark(null);
  cover();
  opener?.focus();
  opener = null;
}

async function open(link) {
  const number = (asked += 1);
  const address = new URL(link.href);
  address.pathname += "/talk";
  link.setAttribute("aria-busy", "true");
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).finally(() => link.removeAttribute("aria-busy"));
  if (!answer.ok) throw new Error(answer.status);
  const text = await answer.text();
  if (number !== asked) return;
  panel.innerHTML = text;
  panel.scrollTop = 0;
  panel.classList.add("talk--open");
  opener = link;
  mark(document.getElementById(decodeURIComponent(new URL(link.href).pathname.split("/").pop())));
  cover();
  panel.querySelector("h2")?.focus({ preventScroll: true });
}

if (panel && document.querySelector("[data-talk]")) {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) return close();
    const link = event.target.closest("[data-talk]");
    if (!link) {
      if (isOpen() && narrow.matches && !panel.contains(event.target)) close();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link).catch(() => window.location.assign(link.href));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) close();
  });
  narrow.addEventListener("change", cover);
}
