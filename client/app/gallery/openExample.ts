import { designerStore } from '../../store/designerStore.ts'
import { createAndOpen } from '../opening.ts'
import { showRunning } from './telling.ts'

/** A copy of it, running; one that nobody has changed yet will do. */
export async function openExample(exampleId: string, withStory: boolean): Promise<void> {
  const topologyId = await createAndOpen({ kind: 'example', exampleId, reuse: true })
  if (topologyId === null) return
  designerStore.getState().openDialog(null)
  await showRunning({ exampleId, topologyId, withStory })
}
