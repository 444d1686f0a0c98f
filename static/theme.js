// The theme that the reader chose, set before the first paint. Without a choice the system decides.
try {
  const theme = localStorage.getItem("isoflop-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // No storage: the system's theme stays.
}
