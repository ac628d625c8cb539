// Main-thread milliseconds per frame of the canvas, in a real browser on the built app and server, and
// as a share of a calibration loop in the same page.

import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from '@playwright/test'
import { browserCandidates } from '../../e2e/browser/candidates.ts'
import { OwnServer } from '../../e2e/stage/ownServer.ts'
import { drawingOf } from './drawing.ts'
import { MainThread, type Spent } from './mainThread.ts'

const SIZES = [100, 500]
const FRAMES = 180
const PAN_PIXELS = 8
/** Until the run is under way and marks are on all edges. */
const WARM_UP_FRAMES = 120

export async function printCanvasBench(): Promise<void> {
  const browser = await startedBrowser()
  if (!browser) {
    console.log('Canvas: left out, since no browser of the Chromium family starts here.')
    return
  }
  console.log('Canvas: CPU time of the main thread a frame, at 1440 x 900, while the drawing runs')
  const server = await OwnServer.start()
  try {
    for (const nodes of SIZES) await printDrawing(browser, server.url, nodes)
  } finally {
    await browser.close()
    await server.close()
  }
}

async function startedBrowser(): Promise<Browser | null> {
  const chosen = process.env.E2E_BROWSER
  const paths = chosen ? [chosen] : [...browserCandidates(process), chromium.executablePath()]
  for (const executablePath of paths.filter((path) => existsSync(path))) {
    const browser = await chromium.launch({ executablePath }).catch(() => null)
    if (browser) return browser
  }
  return null
}

async function printDrawing(browser: Browser, url: string, nodes: number): Promise<void> {
  const calibrationMs = await calibrated(browser)
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, baseURL: url })
  try {
    await page.goto(`/t/${await addDrawing(page, nodes)}`)
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    const thread = await MainThread.of(page)
    const print = (what: string, spent: Spent) => printLine(nodes, what, { spent, calibrationMs })
    await thread.frames(WARM_UP_FRAMES, 0)
    print('all in view', await thread.frames(FRAMES, 0))
    await page.getByRole('button', { name: /^Zoom is/ }).click()
    await thread.frames(WARM_UP_FRAMES, 0)
    print('at 100 %', await thread.frames(FRAMES, 0))
    print('at 100 %, panned', await thread.frames(FRAMES, PAN_PIXELS))
  } finally {
    await page.close()
  }
}

/** On a blank page: an app at work would be counted too. */
async function calibrated(browser: Browser): Promise<number> {
  const page = await browser.newPage()
  try {
    return await (await MainThread.of(page)).calibrate()
  } finally {
    await page.close()
  }
}

/** Answers its id. */
async function addDrawing(page: Page, nodes: number): Promise<string> {
  const data = { kind: 'topology', topology: drawingOf(nodes) }
  const response = await page.request.post('/api/topologies', { data })
  if (!response.ok()) throw new Error(`The drawing was refused: ${await response.text()}`)
  const { id } = (await response.json()) as { readonly id: string }
  return id
}

interface Measured {
  readonly spent: Spent
  readonly calibrationMs: number
}

function printLine(nodes: number, what: string, { spent, calibrationMs }: Measured): void {
  const { frames, taskMs, scriptMs } = spent
  const perFrame = taskMs / frames
  console.log(
    `  ${String(nodes).padStart(3)} nodes, ${what.padEnd(16)}  ${perFrame.toFixed(1).padStart(5)} ms a frame ` +
      `(script ${(scriptMs / frames).toFixed(1)}), ${(perFrame / calibrationMs).toFixed(3)} of calibration (${calibrationMs.toFixed(1)} ms)`,
  )
}
