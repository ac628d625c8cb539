// A thousand marks in view: what they cost in each frame, beside the budget for it.

import type { Browser, Page } from '@playwright/test'
import { OwnServer } from '../../e2e/stage/ownServer.ts'
import type { Gesture, MainThread } from './mainThread.ts'
import { addDrawing, onPage } from './stage.ts'

const NODES = 500
const MARKS_MIN = 1000
/** Until marks have gone all the way along every edge. */
const WARM_UP_FRAMES = 720
const SETTLE_FRAMES = 20
const FRAMES = 240
const COUNT_EVERY_MS = 250

/** At most so many milliseconds of the main thread a frame, where the calibration loop takes so long. */
const CALIBRATION_MS = 16
const BUDGETS = [
  ['rest', 6],
  ['pan', 12],
  ['drag', 12],
] as const satisfies readonly (readonly [Gesture, number])[]

/** On a server of its own: the runs of other drawings would slow this one down. */
export async function printMarksBench(browser: Browser, calibrationMs: number): Promise<void> {
  console.log(`\nCanvas: ${NODES} nodes at work, all in view, with a thousand marks under way`)
  const slowness = calibrationMs / CALIBRATION_MS
  console.log(`  This machine takes ${slowness.toFixed(2)} times as long as that of the budget.`)
  const server = await OwnServer.start()
  try {
    await onPage(browser, server.url, (page, thread) => printMarks(page, thread, slowness))
  } finally {
    await server.close()
  }
}

async function printMarks(page: Page, thread: MainThread, slowness: number): Promise<void> {
  await begin(page, thread)
  for (const [gesture, budgetMs] of BUDGETS) {
    if (gesture === 'drag') await pointAtNode(page, thread)
    await thread.frames(SETTLE_FRAMES, gesture)
    const { frameMs, marks } = await measure(page, thread, gesture)
    const there = frameMs / slowness
    const kept = marks >= MARKS_MIN && there <= budgetMs ? 'kept' : 'MISSED'
    const figures = `${frameMs.toFixed(1).padStart(9)} ms, there ${there.toFixed(1)} of ${budgetMs}`
    console.log(`  ${gesture.padEnd(6)}${figures}, ${marks} marks: ${kept}`)
  }
}

async function begin(page: Page, thread: MainThread): Promise<void> {
  const id = await addDrawing(page, NODES, { far: true })
  await page.goto(`/t/${id}`)
  await page.waitForSelector('[data-overview="painted"]', { state: 'attached' })
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('button', { name: 'Show everything' }).click()
  await thread.frames(WARM_UP_FRAMES, 'rest')
}

async function measure(page: Page, thread: MainThread, gesture: Gesture) {
  const counts: number[] = []
  let isOver = false
  const passing = thread.frames(FRAMES, gesture).finally(() => {
    isOver = true
  })
  while (!isOver) {
    counts.push(await marksOn(page))
    await page.waitForTimeout(COUNT_EVERY_MS)
  }
  const { taskMs, frames } = await passing
  const marks = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return { frameMs: taskMs / frames, marks: Math.round(marks) }
}

function marksOn(page: Page): Promise<number> {
  return page.evaluate(() =>
    Number(document.querySelector<HTMLElement>('.traffic')?.dataset.marks ?? 0),
  )
}

/** From far away, a node is there to be dragged once the pointer is at it. */
async function pointAtNode(page: Page, thread: MainThread): Promise<void> {
  const box = await page.locator('.react-flow__pane').boundingBox()
  if (!box) throw new Error('There is no canvas to point at.')
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  for (let step = 0; step < POINTS_MAX; step += 1) {
    const [x, y] = [step % POINTS_ROW, Math.floor(step / POINTS_ROW)].map((n) => POINT_GAP * n)
    await page.mouse.move(middle.x + (x ?? 0), middle.y + (y ?? 0))
    await thread.frames(2, 'rest')
    if ((await page.locator('.react-flow__node').count()) > 0) return
  }
  throw new Error('No node is where the pointer has been.')
}

const POINTS_MAX = 64
const POINTS_ROW = 8
const POINT_GAP = 10
