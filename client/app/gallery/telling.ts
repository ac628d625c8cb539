// Tells a story: shows what a step is about, and does what it says when the person wants it.

import type { Deed, Story, StoryStep } from '#shared/protocol/story.ts'
import { setField } from '#shared/topology/edits.ts'
import { changeRun, control } from '../../connection/connection.ts'
import { readStory } from '../../connection/documents.ts'
import { designerStore } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { rememberedTelling, type Telling, tell } from './storyState.ts'

interface Shown {
  readonly exampleId: string
  readonly topologyId: string
  readonly withStory: boolean
}

/** An example that has just been opened is in motion, and its story is told if that is wanted. */
export async function showRunning({ exampleId, topologyId, withStory }: Shown): Promise<void> {
  if (withStory) return beginStory(exampleId, topologyId)
  if (designerStore.getState().run?.status === 'paused') await control({ kind: 'run' })
}

/** From the beginning, on a run of its own. */
async function beginStory(exampleId: string, topologyId: string): Promise<void> {
  const result = await readStory(exampleId)
  if (!result.ok) {
    designerStore.getState().notify({ tone: 'error', text: result.message })
    return
  }
  const { run } = designerStore.getState()
  if (run !== null && (run.recordedNs > 0 || run.commands.length > 0))
    await control({ kind: 'reset' })
  await control({ kind: 'setSpeed', speed: 1 })
  await control({ kind: 'run' })
  enter({ exampleId, topologyId, story: result.value }, 0)
}

/** Goes on after a reload of the page. */
export async function resumeStory(topologyId: string): Promise<void> {
  const known = rememberedTelling()
  if (known === null || known.topologyId !== topologyId) return
  const result = await readStory(known.exampleId)
  if (!result.ok || designerStore.getState().topologyId !== topologyId) return
  const step = Math.min(Math.max(known.step, 0), result.value.steps.length - 1)
  tell({ ...known, story: result.value, step })
}

export function goToStep(telling: Telling, step: number): void {
  enter(telling, step)
}

/** Answers when all of it has been done. */
export async function act(telling: Telling, { act: doing }: StoryStep): Promise<void> {
  const sinceNs = live.nowNs
  for (const deed of doing?.deeds ?? []) if (!(await perform(deed))) return
  tell({ ...telling, sinceNs })
}

function enter(
  { exampleId, topologyId, story }: { exampleId: string; topologyId: string; story: Story },
  step: number,
): void {
  const { look, tab, act: doing } = story.steps[step] ?? {}
  const { requestFlyTo, openDock } = designerStore.getState()
  tell({ exampleId, topologyId, story, step, sinceNs: doing ? null : live.nowNs })
  const there = look?.filter(isThere) ?? []
  // The panel takes its room from the canvas first.
  if (there.length > 0)
    requestAnimationFrame(() => requestAnimationFrame(() => requestFlyTo(there)))
  if (tab) openDock(tab)
}

/** The person may have deleted it. */
function isThere(nodeId: string): boolean {
  const { services, channels } = designerStore.getState().topology
  return Object.hasOwn(services, nodeId) || Object.hasOwn(channels, nodeId)
}

/** False: it could not be done, and a notice says why. */
async function perform(deed: Deed): Promise<boolean> {
  switch (deed.kind) {
    case 'change':
      return (await changeRun(deed.change)).ok
    case 'speed':
      return (await control({ kind: 'setSpeed', speed: deed.speed })).ok
    case 'set': {
      const label = `Set ${deed.path.at(-1)} to ${deed.value}`
      return designerStore.getState().edit(setField(deed.path, deed.value, label))
    }
  }
}
