// `public/theme.js` sets the theme before the first paint; this keeps it as chosen from then on.

import { designerStore } from '../store/designerStore.ts'
import type { Theme } from '../store/viewSlice.ts'

const KEY = 'millrace/theme'

export function followTheme(): void {
  const prefersLight = matchMedia('(prefers-color-scheme: light)')
  const apply = () => {
    const { theme } = designerStore.getState()
    const system = prefersLight.matches ? 'light' : 'dark'
    document.documentElement.dataset.theme = theme === 'system' ? system : theme
  }
  designerStore.getState().setTheme(storedTheme())
  apply()
  prefersLight.addEventListener('change', apply)
  designerStore.subscribe(({ theme }, previous) => {
    if (theme === previous.theme) return
    store(theme)
    apply()
  })
}

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // The choice then lasts as long as the page.
  }
}
