// The address of a topology is /t/<its id>. Opening one writes the address; going back reads it.

import { closeTopology, openTopology } from '../connection/connection.ts'
import { listTopologies } from '../connection/documents.ts'
import { designerStore } from '../store/designerStore.ts'

const LAST_KEY = 'millrace/last-topology'

export function startNavigation(): void {
  window.addEventListener('popstate', () => void openAddress())
  void openAddress()
}

/** Opens a topology and makes it the page's address. */
export async function goTo(topologyId: string): Promise<void> {
  if (await show(topologyId)) history.pushState(null, '', addressOf(topologyId))
}

/** What was open is no more: shows another topology, or how to begin one. */
export async function leave(): Promise<void> {
  history.replaceState(null, '', '/')
  await openAddress()
}

async function openAddress(): Promise<void> {
  const asked = topologyIdIn(location.pathname)
  if (asked !== null && (await show(asked))) return
  const fallback = await firstChoice()
  if (fallback !== null && (await show(fallback))) {
    history.replaceState(null, '', addressOf(fallback))
    return
  }
  closeTopology()
  history.replaceState(null, '', '/')
}

async function show(topologyId: string): Promise<boolean> {
  const { setOpening, notify } = designerStore.getState()
  setOpening(true)
  const result = await openTopology(topologyId)
  setOpening(false)
  if (result.ok) remember(topologyId)
  else notify({ tone: 'error', text: result.message })
  return result.ok
}

/** What was open last, or else whatever there is. Null: the workspace is empty, or out of reach. */
async function firstChoice(): Promise<string | null> {
  const result = await listTopologies()
  if (!result.ok) {
    designerStore.getState().setOpening(false)
    designerStore.getState().notify({ tone: 'error', text: result.message })
    return null
  }
  const sound = result.value.filter(({ problem }) => problem === null)
  const last = remembered()
  const choice = sound.find(({ id }) => id === last) ?? sound[0]
  if (!choice) designerStore.getState().setOpening(false)
  return choice?.id ?? null
}

function addressOf(topologyId: string): string {
  return `/t/${topologyId}`
}

function topologyIdIn(pathname: string): string | null {
  return /^\/t\/([a-z0-9][a-z0-9_-]{0,63})$/.exec(pathname)?.[1] ?? null
}

function remember(topologyId: string): void {
  try {
    localStorage.setItem(LAST_KEY, topologyId)
  } catch {
    // Then the page opens the first topology next time.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(LAST_KEY)
  } catch {
    return null
  }
}
