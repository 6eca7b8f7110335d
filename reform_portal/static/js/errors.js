// After a refused form the summary of errors is where the reader should be.

export function focusErrors() {
  document.getElementById("errors")?.focus();
}
