// What it takes to move a node, to type into its name and to give it the name: all that the main thread
// does of it, until long after the server has answered.

import type { Page } from '@playwright/test'
import type { MainThread } from './mainThread.ts'
import type { Figures } from './stage.ts'

const EDITS = 5
/** Until everything that follows from an edit has come to rest. */
const FRAMES = 30

/** To be called where single nodes can be seen, in a run that rests. */
export async function measureEdits(
  page: Page,
  thread: MainThread,
  figures: Figures,
): Promise<void> {
  await page.evaluate(clickMiddleNode)
  await thread.frames(FRAMES, 'rest')
  const press = async (key: string) => {
    await page.keyboard.press(key)
    await thread.frames(FRAMES, 'rest')
  }
  const rest = await thread.during(1, () => press('Shift'))
  const measured = async (name: string, keys: readonly string[]) => {
    const { taskMs } = await thread.during(1, async () => {
      for (const key of keys) await press(key)
    })
    figures.set(name, Math.max(0, taskMs / keys.length - rest.taskMs))
  }
  await measured('a node moved, ms in all', Array<string>(EDITS).fill('Control+ArrowRight'))
  await press('F2')
  await measured('a letter typed, ms in all', [...'named'])
  await measured('a name given, ms in all', ['Enter'])
  const isNamed = await page.evaluate(
    () => document.querySelector('.react-flow__node .node-name[title="named"]') !== null,
  )
  if (!isNamed) throw new Error('The node did not take the name that was typed.')
}

/** Runs in the page, so no function in it may have a name. */
function clickMiddleNode(): void {
  const middle = { x: innerWidth / 2, y: innerHeight / 2 }
  const [nearest] = [...document.querySelectorAll<HTMLElement>('.react-flow__node')]
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .sort(
      (a, b) =>
        Math.hypot(a.box.x - middle.x, a.box.y - middle.y) -
        Math.hypot(b.box.x - middle.x, b.box.y - middle.y),
    )
  if (!nearest) throw new Error('No node is on show that could be edited.')
  nearest.element.click()
  nearest.element.focus()
}
