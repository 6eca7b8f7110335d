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

export function wordsOfClauses() {
  const sheet = document.querySelector("[data-draft]");
  if (!sheet) return;
  const link = document.createElement("a");
  link.className = "select-button button";
  link.textContent = sheet.dataset.words;
  link.hidden = true;
  document.body.append(link);

  const place = () => {
    const words = selectedWords();
    link.hidden = !words;
    if (!words) return;
    const query = new URLSearchParams({ quote: words.quote.slice(0, 2000), start: words.start });
    link.href = `${sheet.dataset.draft}${words.eid}/comment?${query}`;
    const box = words.range.getBoundingClientRect();
    link.style.position = "absolute";
    link.style.top = `${window.scrollY + box.bottom + 8}px`;
    const left = Math.min(box.left, document.documentElement.clientWidth - link.offsetWidth - 12);
    link.style.left = `${window.scrollX + Math.max(12, left)}px`;
  };
  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(place, 120);
  });
  // A click on the link must not clear the selection before it is followed.
  link.addEventListener("mousedown", (event) => event.preventDefault());
}
