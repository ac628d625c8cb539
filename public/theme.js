// Sets the theme before anything is painted. The rest of the page keeps it up to date.
;(() => {
  let chosen = null
  try {
    chosen = localStorage.getItem('millrace/theme')
  } catch {
    // Without storage the system's theme is as good as any.
  }
  const isLight = matchMedia('(prefers-color-scheme: light)').matches
  const system = isLight ? 'light' : 'dark'
  document.documentElement.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : system
})()
