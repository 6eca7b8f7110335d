// While a file is being prepared, the list is asked for again, ever more rarely, and only while somebody looks.

const SLOWEST = 30_000;
const news = document.getElementById("exports-news");
let pause = 2_000;

const list = () => document.getElementById("exports");
const readyFiles = () => list().querySelectorAll(".export-ready").length;

async function look() {
  if (document.hidden) return wait();
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return wait();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("exports");
  if (!fresh) return;
  const before = readyFiles();
  // Whoever stands on a button of the list keeps it.
  if (!list().contains(document.activeElement) || fresh.dataset.waits === "0") list().replaceWith(fresh);
  if (readyFiles() > before) news.textContent = news.dataset.ready;
  if (list().dataset.waits === "1") wait();
}

function wait() {
  setTimeout(look, pause);
  pause = Math.min(SLOWEST, pause * 1.25);
}

if (list()?.dataset.waits === "1") wait();
