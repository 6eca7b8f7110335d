// A button beside each ready citation that copies it. Without scripts the text can be selected.

if (navigator.clipboard) {
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet button--small";
    button.textContent = text.dataset.copy;
    const said = document.createElement("span");
    said.className = "cite-said";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = text.dataset.copied;
    });
    text.after(button, said);
  }
}
