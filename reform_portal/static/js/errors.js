// After a refused form the summary of errors is where the reader should be.

document.getElementById("errors")?.focus();
