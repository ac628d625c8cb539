// Films the drawing while its run goes on: figures as they come, marks moving evenly from frame to frame
// however fast the machine is.

import { type Ink, type Inks, inkOf } from '../../canvas/scene/inks.ts'
import { trafficMarks } from '../../canvas/scene/markShapes.ts'
import { paintScene } from '../../canvas/scene/paintScene.ts'
import { pace } from '../../canvas/traffic/pace.ts'
import { markPace } from '../../canvas/traffic/trafficLoop.ts'
import { designerStore } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { downloadBlob } from '../exporting.ts'
import { beginTask } from '../tasks/taskStore.ts'
import { currentStage, flowing, hasFigures, sceneAt } from './depict.ts'
import { Filming } from './filming.ts'
import { FRAME_MS } from './gifFilm.ts'
import { filmSize } from './pixelScale.ts'

export const FILM_SECONDS = [1, 3, 6, 10] as const

export async function recordGif(seconds: number): Promise<void> {
  const { notify } = designerStore.getState()
  if (!pace().running || !hasFigures()) {
    notify({ tone: 'info', text: 'Nothing moves now: run the drawing first, then record it.' })
    return
  }
  const task = beginTask(`Recording ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`)
  const filming = new Filming()
  try {
    const bytes = await film(filming, { seconds, ...task })
    if (bytes !== null) save(bytes)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    notify({ tone: 'error', text: `The recording failed. ${reason}` })
  } finally {
    filming.close()
    task.end()
  }
}

interface Take {
  readonly seconds: number
  readonly signal: AbortSignal
  readonly progress: (done: number) => void
}

/** Null: it was stopped. */
async function film(
  filming: Filming,
  { seconds, signal, progress }: Take,
): Promise<ArrayBuffer | null> {
  const stage = await currentStage()
  const traffic = flowing(stage)
  const first = sceneAt(stage, [])
  const size = filmSize(first)
  const canvas = new OffscreenCanvas(size.width, size.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('The browser has no canvas to paint on.')
  filming.begin(size, swatchesOf(stage.inks))
  const frames = Math.round((1000 * seconds) / FRAME_MS)
  for (let frame = 0; frame < frames; frame += 1) {
    const due = performance.now() + FRAME_MS
    traffic.readRates(live, true)
    traffic.advance(FRAME_MS * markPace(pace().speed))
    const scene = sceneAt(stage, trafficMarks(traffic))
    paintScene(context, { ...scene, width: first.width, height: first.height }, size.scale)
    await filming.add(context.getImageData(0, 0, size.width, size.height).data.buffer)
    if (signal.aborted) return null
    progress((frame + 1) / frames)
    await wait(due - performance.now())
  }
  return filming.finish()
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))
}

function save(bytes: ArrayBuffer): void {
  const { topologyId, notify } = designerStore.getState()
  const name = `${topologyId ?? 'topology'}.gif`
  downloadBlob(name, new Blob([bytes], { type: 'image/gif' }))
  notify({ tone: 'success', text: `${name} is among your downloads.` })
}

/** Colours that the first frame may not show yet. */
function swatchesOf(inks: Inks): Uint8ClampedArray {
  const { canvas, raised, t1, t2, t3, ok, warn, warnFill, err, edge } = inks
  const colours: readonly Ink[] = [
    ...[canvas, raised, t1, t2, t3, ok, warn, warnFill, err, edge],
    ...[inks.e1, inks.e2, inks.e3, inks.e4, inks.e5],
  ]
  return Uint8ClampedArray.from(colours.flatMap(({ hex }) => [...bytesOf(hex), 255]))
}

function bytesOf(hex: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(inkOf(hex).hex.slice(at, at + 2), 16))
}
