// New documents go to the server first, and are opened from there.

import type { CreateTopology } from '#shared/protocol/http.ts'
import { createTopology } from '../connection/documents.ts'
import { designerStore } from '../store/designerStore.ts'
import { goTo } from './navigation.ts'

/** Answers the new topology's id; null: it was refused, and a notice says why. */
export async function createAndOpen(creation: CreateTopology): Promise<string | null> {
  const result = await createTopology(creation)
  if (!result.ok) {
    refuse(result.message)
    return null
  }
  await goTo(result.value)
  return result.value
}

export function refuse(text: string): void {
  designerStore.getState().notify({ tone: 'error', text })
}
