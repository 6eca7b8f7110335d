// A click on the number of comments shows the conversation beside the clause instead of leaving the page.

export function talkBesideClause() {
  const panel = document.getElementById("talk");
  if (!panel || !document.querySelector("[data-talk]")) return;
  const first = panel.innerHTML;
  let opener = null;
  let current = null;

  const mark = (unit) => {
    current?.removeAttribute("aria-current");
    current = unit;
    current?.setAttribute("aria-current", "true");
  };
  const close = () => {
    panel.innerHTML = first;
    panel.classList.remove("talk--open");
    mark(null);
    opener?.focus();
  };
  const open = async (link) => {
    const address = new URL(link.href);
    address.pathname += "/talk";
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    panel.innerHTML = await answer.text();
    panel.classList.add("talk--open");
    opener = link;
    mark(link.closest(".clause-foot").previousElementSibling.closest(".clause"));
    panel.querySelector("h2")?.focus({ preventScroll: window.innerWidth > 1024 });
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) return close();
    const link = event.target.closest("[data-talk]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link).catch(() => window.location.assign(link.href));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.classList.contains("talk--open")) close();
  });
}
