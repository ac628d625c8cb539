// Main-thread milliseconds a frame of the canvas, in a real browser on the built app and server, beside
// the same drawing in React Flow as it comes. `npm run bench -- canvas 500 2000`: with so many nodes;
// `… alone`: without the comparison.

import type { Browser, Page } from '@playwright/test'
import { OwnServer } from '../../e2e/stage/ownServer.ts'
import { measureEdits } from './edits.ts'
import type { Gesture, MainThread } from './mainThread.ts'
import { printMarksBench } from './marks.ts'
import { measureNaive } from './naive.ts'
import {
  addDrawing,
  calibrated,
  elementsOf,
  type Figures,
  goTo,
  onPage,
  startedBrowser,
} from './stage.ts'

const SIZES = [100, 500, 1000, 2000]
const FRAMES = 120
/** Until the run is under way and marks are on all edges. */
const WARM_UP_FRAMES = 120
const SETTLE_FRAMES = 20
/** The drawing that the page shows before. */
const SMALL = 10
/** Clicks from 100 % to 40 %: as many nodes as a view that shows nodes can hold. */
const CLICKS_TO_MIDDLE = 5

export async function printCanvasBench(words: readonly string[]): Promise<void> {
  const browser = await startedBrowser()
  if (!browser) {
    console.log('Canvas: left out, since no browser of the Chromium family starts here.')
    return
  }
  const sizes = words.map(Number).filter((count) => count > 0)
  const server = await OwnServer.start()
  try {
    const calibrationMs = await calibrated(browser)
    const chosen = sizes.length > 0 ? sizes : SIZES
    const app: Figures[] = []
    for (const nodes of chosen) app.push(await measureApp(browser, server.url, nodes))
    printTable('Canvas: CPU time of the main thread in ms a frame, at 1440 x 900', chosen, app)
    console.log(`  Calibration loop: ${calibrationMs.toFixed(1)} ms`)
    await printMarksBench(browser, calibrationMs)
    if (words.includes('alone')) return
    const naive = await measureNaive(browser, chosen)
    printTable(
      'The same in React Flow as it comes: figures in nodes, animated edges',
      chosen,
      naive,
    )
  } finally {
    await browser.close()
    await server.close()
  }
}

function measureApp(browser: Browser, url: string, nodes: number): Promise<Figures> {
  return onPage(browser, url, async (page, thread) => {
    const smallId = await addDrawing(page, SMALL)
    const id = await addDrawing(page, nodes)
    await page.goto('/')
    await goTo(page, smallId)
    await thread.frames(SETTLE_FRAMES, 'rest')
    const figures: Figures = new Map()
    const { taskMs } = await thread.during(1, () => goTo(page, id))
    figures.set('open, ms in all', taskMs)
    const settled = await thread.frames(SETTLE_FRAMES, 'rest')
    figures.set('after opening, ms in all', settled.taskMs)
    figures.set('elements, all in view', await elementsOf(page))
    await measureViews({ page, thread, figures, prefix: 'paused' })
    await page.getByRole('button', { name: /^Zoom is/ }).click()
    await thread.frames(SETTLE_FRAMES * 2, 'rest')
    await measureEdits(page, thread, figures)
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.getByRole('button', { name: 'Show everything' }).click()
    await thread.frames(WARM_UP_FRAMES, 'rest')
    await measureViews({ page, thread, figures, prefix: 'running' })
    return figures
  })
}

interface Measuring {
  readonly page: Page
  readonly thread: MainThread
  readonly figures: Figures
  readonly prefix: string
}

async function measureViews(measuring: Measuring): Promise<void> {
  const { page, thread, figures, prefix } = measuring
  await measureGestures(measuring, 'all in view', ['rest', 'pan'])
  await page.getByRole('button', { name: /^Zoom is/ }).click()
  await thread.frames(SETTLE_FRAMES * 2, 'rest')
  await measureGestures(measuring, 'at 100 %', ['rest', 'pan', 'drag'])
  for (let click = 0; click < CLICKS_TO_MIDDLE; click += 1) {
    await page.getByRole('button', { name: 'Zoom out' }).click()
    await thread.frames(SETTLE_FRAMES, 'rest')
  }
  await measureGestures(measuring, 'at 40 %', ['rest', 'pan', 'drag'])
  figures.set(`elements, ${prefix}, at 40 %`, await elementsOf(page))
}

async function measureGestures(
  { thread, figures, prefix }: Measuring,
  where: string,
  gestures: readonly Gesture[],
): Promise<void> {
  for (const gesture of gestures) {
    await thread.frames(SETTLE_FRAMES, gesture)
    const { taskMs, frames } = await thread.frames(FRAMES, gesture)
    figures.set(`${prefix}, ${where}, ${gesture}`, taskMs / frames)
  }
}

function printTable(title: string, sizes: readonly number[], columns: readonly Figures[]): void {
  const names = [...(columns[0]?.keys() ?? [])]
  const width = Math.max(...names.map((name) => name.length))
  console.log(`\n${title}`)
  console.log(`  ${'nodes'.padEnd(width)}${sizes.map((size) => cell(String(size))).join('')}`)
  for (const name of names) {
    const cells = columns.map((figures) => cell(shown(figures.get(name))))
    console.log(`  ${name.padEnd(width)}${cells.join('')}`)
  }
}

function shown(figure: number | undefined): string {
  if (figure === undefined) return '-'
  return figure < 100 ? figure.toFixed(1) : figure.toFixed(0)
}

function cell(text: string): string {
  return text.padStart(9)
}
