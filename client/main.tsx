import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './app/tokens.css'
import './app/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { assert } from '#shared/lib/assert.ts'
import { App } from './app/App.tsx'
import { ErrorBoundary } from './app/ErrorBoundary.tsx'
import { listenForShortcuts } from './app/keys/shortcuts.ts'
import { startNavigation } from './app/navigation.ts'
import { listenForShares } from './app/sharing/addressShare.ts'
import { followTheme } from './app/theme.ts'
import { startConnection } from './connection/connection.ts'

// The page forbids code made from text, so the schemas must not try.
z.config({ jitless: true })

const root = document.getElementById('root')
assert(root, 'index.html has an element for the page')

followTheme()
startConnection()
startNavigation()
listenForShares()
listenForShortcuts()

createRoot(root).render(
  <StrictMode>
    <ErrorBoundary name="The page">
      <App />
    </ErrorBoundary>
  </StrictMode>,
)
