// How many characters are left, said politely and only near the end to a screen reader.

for (const area of document.querySelectorAll("textarea[data-count]")) {
  const most = Number(area.dataset.count);
  const note = document.createElement("p");
  note.className = "char-count";
  note.setAttribute("aria-live", "polite");
  area.after(note);
  const tell = () => {
    const left = most - Array.from(area.value).length;
    note.textContent = left < 2000 ? String(left) : "";
    note.classList.toggle("char-count--over", left < 0);
  };
  area.addEventListener("input", tell);
  tell();
}
