// Finds a Chromium that starts, or installs one. A browser is believed only after it has opened
// a page: a package may leave a stub in its place, and libraries may be missing.

import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { browserCandidates, type Machine } from './candidates.ts'
import { installations } from './installations.ts'

const LAUNCH_MS_MAX = 30_000

/** A browser that has just been started and closed again. */
export interface Browser {
  readonly path: string
  readonly version: string
}

/** Says in one message what was tried and what a person can do. */
export class NoBrowser extends Error {}

export async function findBrowser(machine: Machine): Promise<Browser> {
  const chosen = machine.env.E2E_BROWSER
  if (chosen) return chosenBrowser(chosen)

  const failures: string[] = []
  let browser = await firstThatStarts(machine, failures)
  for (const installation of installations(machine)) {
    if (browser) return browser
    console.log(`No browser yet: ${installation.name} …`)
    const complaint = await installation.run()
    if (complaint) failures.push(`${installation.name}: ${complaint}`)
    else browser = await firstThatStarts(machine, failures)
  }
  if (browser) return browser
  throw new NoBrowser(adviceAfter(failures))
}

async function chosenBrowser(path: string): Promise<Browser> {
  const browser = await started(path)
  if ('version' in browser) return browser
  throw new NoBrowser(`E2E_BROWSER is ${path}, and that does not start: ${browser.complaint}`)
}

/** What is installed on the machine goes before what Playwright has downloaded. */
async function firstThatStarts(machine: Machine, failures: string[]): Promise<Browser | null> {
  const paths = [...browserCandidates(machine), chromium.executablePath()]
  for (const path of paths.filter((candidate) => existsSync(candidate))) {
    const browser = await started(path)
    if ('version' in browser) return browser
    failures.push(`${path}: ${browser.complaint}`)
  }
  return null
}

async function started(path: string): Promise<Browser | { readonly complaint: string }> {
  try {
    const browser = await chromium.launch({ executablePath: path, timeout: LAUNCH_MS_MAX })
    try {
      const page = await browser.newPage()
      await page.goto('data:text/html,<title>ready</title>')
      if ((await page.title()) !== 'ready') return { complaint: 'it opens no page' }
      return { path, version: browser.version() }
    } finally {
      await browser.close()
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { complaint: message.trim().split('\n')[0] ?? message }
  }
}

function adviceAfter(failures: readonly string[]): string {
  return [
    'The end-to-end tests need a browser of the Chromium family, and none starts here.',
    ...[...new Set(failures)].map((failure) => `  tried ${failure}`),
    'Any one of these puts it right:',
    '  npx playwright install --with-deps chromium',
    '  sudo apt-get install chromium        (or your system’s own package manager)',
    '  E2E_BROWSER=/path/to/chrome npm test (a browser that you have)',
  ].join('\n')
}
