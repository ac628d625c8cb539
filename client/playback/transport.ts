// What the buttons of the transport and their shortcuts do.

import type { RunState, Speed } from '#shared/protocol/protocol.ts'
import { control } from '../connection/connection.ts'
import { designerStore } from '../store/designerStore.ts'
import { isWantedRunning, wantedSpeed } from '../store/runSlice.ts'
import { fasterSpeed, slowerSpeed } from './speeds.ts'

/** The contrary of what was asked for last, whether or not the server has answered: for keys. */
export async function toggleRun(): Promise<void> {
  const state = designerStore.getState()
  await setGoing(!isWantedRunning(state), state.run)
}

/** The contrary of what the run does: for a button that says what that is. */
export async function pressRun(): Promise<void> {
  const { run } = designerStore.getState()
  await setGoing(run?.status !== 'running', run)
}

export async function stepRun(): Promise<void> {
  await control({ kind: 'step' })
}

export async function resetRun(seed?: number): Promise<void> {
  await control(seed === undefined ? { kind: 'reset' } : { kind: 'reset', seed })
}

export async function setSpeed(speed: Speed): Promise<void> {
  await control({ kind: 'setSpeed', speed })
}

/** One step from the speed that was asked for last, whether or not the server has answered. */
export async function goFaster(): Promise<void> {
  await setSpeed(fasterSpeed(wantedSpeed(designerStore.getState())))
}

export async function goSlower(): Promise<void> {
  await setSpeed(slowerSpeed(wantedSpeed(designerStore.getState())))
}

export async function runUntil(untilMs: number): Promise<void> {
  await control({ kind: 'runUntil', untilMs })
}

/** As fast as it goes, until a breakpoint is met. */
export async function runToBreakpoint(): Promise<void> {
  await control({ kind: 'runToBreakpoint' })
}

export async function rewind(toMs: number): Promise<void> {
  await control({ kind: 'rewind', toMs })
}

export async function stepBack(): Promise<void> {
  await control({ kind: 'stepBack' })
}

/** Keeps the run to compare with. What is changed from now on makes another one. */
export async function forkRun(): Promise<void> {
  const result = await control({ kind: 'fork' })
  if (result.ok)
    designerStore.getState().notify({
      tone: 'success',
      text: 'The run is kept to compare with. What you change now makes a second one.',
    })
}

export async function runDrawing(): Promise<void> {
  await control({ kind: 'runDrawing' })
}

async function setGoing(goes: boolean, run: RunState | null): Promise<void> {
  if (!goes) await control({ kind: 'pause' })
  else if (run?.status === 'ended') await runAgain()
  else await control({ kind: 'run' })
}

async function runAgain(): Promise<void> {
  const result = await control({ kind: 'reset' })
  if (result.ok) await control({ kind: 'run' })
}
