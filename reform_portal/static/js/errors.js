// After a refused form the summary of errors is where the reader should be; its links lead into the fields.

const errors = document.getElementById("errors");
errors?.focus();
errors?.addEventListener("click", (event) => {
  const field = document.getElementById(event.target.closest("a")?.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.querySelector("input") ?? field).focus();
});
