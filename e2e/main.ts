// `npm run e2e [-- arguments of Playwright]`: the specs in a real browser, against built servers on
// workspace folders of their own.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findBrowser, NoBrowser } from './browser/findBrowser.ts'

try {
  const browser = await findBrowser(process)
  console.log(`Browser: ${browser.path}, version ${browser.version}`)
  process.exitCode = await runSpecs(browser.path)
} catch (error) {
  if (!(error instanceof NoBrowser)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function runSpecs(browserPath: string): Promise<number> {
  const workspaces = mkdtempSync(join(tmpdir(), 'millrace-e2e-'))
  try {
    return await playwright({
      ...process.env,
      E2E_BROWSER: browserPath,
      E2E_WORKSPACES: workspaces,
    })
  } finally {
    rmSync(workspaces, { recursive: true, force: true })
  }
}

function playwright(env: NodeJS.ProcessEnv): Promise<number> {
  const manifest = createRequire(import.meta.url).resolve('@playwright/test/package.json')
  const config = join(import.meta.dirname, 'playwright.config.ts')
  const args = [join(dirname(manifest), 'cli.js'), 'test', '--config', config]
  const child = spawn(process.execPath, [...args, ...process.argv.slice(2)], {
    env,
    stdio: 'inherit',
  })
  // Playwright closes servers and browsers when it is asked to stop.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
