// Selecting words of a clause brings a button that opens the form with these words quoted.
// Offsets count code points of the clause's text, as the server does.

const codePoints = (text) => Array.from(text).length;

function selectedWords() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const begin = range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.parentElement : range.startContainer;
  const clause = begin.closest?.(".clause-text");
  const unit = clause?.closest("[id]");
  if (!clause || !unit) return null;
  const inside = range.cloneRange();
  // A selection that runs over the end of a clause means its words up to there.
  if (!clause.contains(range.endContainer)) inside.setEnd(clause, clause.childNodes.length);
  const quote = inside.toString();
  const before = document.createRange();
  before.setStart(clause, 0);
  before.setEnd(inside.startContainer, inside.startOffset);
  const lead = quote.length - quote.trimStart().length;
  if (!quote.trim()) return null;
  return { eid: unit.id, quote: quote.trim(), start: codePoints(before.toString()) + lead, range: inside };
}

function offerToSpeak(sheet) {
  const link = document.createElement("a");
  link.className = "select-button";
  link.rel = "nofollow";
  link.textContent = sheet.dataset.words;
  link.hidden = true;
  document.getElementById("main").append(link);

  const place = () => {
    const words = selectedWords();
    link.hidden = !words;
    if (!words) return;
    const query = new URLSearchParams({ quote: words.quote.slice(0, 2000), start: words.start });
    link.href = `${sheet.dataset.draft}${words.eid}/comment?${query}`;
    const lines = words.range.getClientRects();
    const last = lines[lines.length - 1] ?? words.range.getBoundingClientRect();
    const most = document.documentElement.clientWidth - link.offsetWidth - 12;
    // The style sheet decides what to do with the place: a phone keeps the button at its lower edge.
    link.style.setProperty("--top", `${window.scrollY + last.bottom + 8}px`);
    link.style.setProperty("--left", `${Math.max(12, Math.min(last.left, most))}px`);
  };
  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(place, 120);
  });
  // A click on the link must not clear the selection before it is followed.
  link.addEventListener("mousedown", (event) => event.preventDefault());
}

const sheet = document.querySelector("[data-words]");
if (sheet) offerToSpeak(sheet);
