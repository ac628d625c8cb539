// Pages in a real browser, with a drawing open in them.

import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from '@playwright/test'
import { browserCandidates } from '../../e2e/browser/candidates.ts'
import { drawingOf } from '../../e2e/stage/drawing.ts'
import { MainThread } from './mainThread.ts'

/** By what was done, in the order in which it was. */
export type Figures = Map<string, number>

/** Null: no browser of the Chromium family starts here. */
export async function startedBrowser(): Promise<Browser | null> {
  const chosen = process.env.E2E_BROWSER
  const paths = chosen ? [chosen] : [...browserCandidates(process), chromium.executablePath()]
  for (const executablePath of paths.filter((path) => existsSync(path))) {
    const browser = await chromium.launch({ executablePath }).catch(() => null)
    if (browser) return browser
  }
  return null
}

export async function onPage<Value>(
  browser: Browser,
  url: string,
  work: (page: Page, thread: MainThread) => Promise<Value>,
): Promise<Value> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, baseURL: url })
  await page.addInitScript(tellSteadyFrames)
  try {
    return await work(page, await MainThread.of(page))
  } finally {
    await page.close()
  }
}

/**
 * Runs in the page: frames say that they come in time, however busy the machine is. What is measured is what
 * a frame costs with all its marks; a page that sees frames come late shows fewer.
 */
function tellSteadyFrames(): void {
  const frameMs = 1000 / 60
  const request = window.requestAnimationFrame.bind(window)
  let drawnMs = 0
  let toldMs = performance.now()
  window.requestAnimationFrame = (act) =>
    request((atMs) => {
      if (atMs !== drawnMs) toldMs += frameMs
      drawnMs = atMs
      act(toldMs)
    })
}

/** Of the calibration loop on a blank page: an app at work would be counted too. */
export function calibrated(browser: Browser): Promise<number> {
  return onPage(browser, 'about:blank', (_, thread) => thread.calibrate())
}

/** Answers its id. */
export async function addDrawing(
  page: Page,
  nodes: number,
  options: Parameters<typeof drawingOf>[1] = {},
): Promise<string> {
  const data = { kind: 'topology', topology: drawingOf(nodes, options) }
  const response = await page.request.post('/api/topologies', { data })
  if (!response.ok()) throw new Error(`The drawing was refused: ${await response.text()}`)
  const { id } = (await response.json()) as { readonly id: string }
  return id
}

/** From one drawing to another on a page that is there already, until the other can be used. */
export async function goTo(page: Page, id: string): Promise<void> {
  await page.evaluate((address) => {
    history.pushState(null, '', address)
    dispatchEvent(new PopStateEvent('popstate'))
  }, `/t/${id}`)
  await page.waitForFunction(isUsable, id.slice(0, id.indexOf('-')), { polling: 50 })
}

/** Runs in the page: what is drawn is that many nodes, or their overview. */
function isUsable(nodes: string): boolean {
  const title =
    document.title.startsWith(nodes) || document.body.innerText.includes(`${nodes} nodes`)
  const drawn = document.querySelector('.react-flow__node, [data-overview="painted"]') !== null
  return title && drawn
}

export function elementsOf(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelectorAll('*').length)
}
