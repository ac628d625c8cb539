// The same drawings in React Flow as its examples have it, to compare with: every node is drawn always,
// figures stand in the nodes' data, edges are animated.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build, type InlineConfig, preview } from 'vite'
import { elementsOf, type Figures, onPage } from './stage.ts'

const FRAMES = 60
const SETTLE_FRAMES = 10

export async function measureNaive(browser: Browser, sizes: readonly number[]): Promise<Figures[]> {
  const outDir = await mkdtemp(join(tmpdir(), 'millrace-bench-naive-'))
  const root = join(import.meta.dirname, 'naive')
  const options = {
    configFile: false,
    root,
    logLevel: 'error' as const,
    plugins: [react()],
  } satisfies InlineConfig
  await build({ ...options, build: { outDir, emptyOutDir: true } })
  const server = await preview({
    ...options,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  })
  try {
    const url = server.resolvedUrls?.local[0] ?? ''
    const measured: Figures[] = []
    for (const nodes of sizes) measured.push(await measure(browser, url, nodes))
    return measured
  } finally {
    await server.close()
    await rm(outDir, { recursive: true, force: true })
  }
}

function measure(browser: Browser, url: string, nodes: number): Promise<Figures> {
  return onPage(browser, url, async (page, thread) => {
    const figures: Figures = new Map()
    await page.goto('/')
    const { taskMs } = await thread.during(1, async () => {
      await page.evaluate(
        (count) => dispatchEvent(new CustomEvent('draw', { detail: count })),
        nodes,
      )
      await page.waitForSelector('.react-flow__node', { state: 'attached' })
      await page.evaluate(() => new Promise(requestAnimationFrame))
    })
    figures.set('open, ms in all', taskMs)
    figures.set('elements', await elementsOf(page))
    for (const [where, selector] of VIEWS) {
      if (selector !== null) await page.click(selector)
      for (const gesture of ['rest', 'pan', 'drag'] as const) {
        await thread.frames(SETTLE_FRAMES, gesture)
        const spent = await thread.frames(FRAMES, gesture)
        figures.set(`running, ${where}, ${gesture}`, spent.taskMs / spent.frames)
      }
    }
    return figures
  })
}

const VIEWS = [
  ['all in view', null],
  ['at 100 %', '#whole'],
] as const
