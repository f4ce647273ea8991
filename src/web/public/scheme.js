// Sets light or dark before the first paint. A file of its own, because the content policy allows no inline script.
;(() => {
  const chosen = localStorage.getItem('footbridge-scheme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  if (localStorage.getItem('footbridge-nav') === 'narrow') document.documentElement.setAttribute('data-nav', 'narrow')
})()
