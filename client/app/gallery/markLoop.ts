// One clock for all thumbnails that move. It stands still when the page is hidden, when nothing of it is
// in view, and where somebody wants no motion.

export type Paint = (nowMs: number) => void

/** Thirty pictures a second are enough for something so small. */
const FRAME_MS = 33

const painters = new Set<Paint>()
let frame: number | null = null
let paintedMs = 0

/** Paints from now on; the result ends it. */
export function paintInTime(paint: Paint): () => void {
  if (painters.size === 0) document.addEventListener('visibilitychange', start)
  painters.add(paint)
  start()
  return () => {
    painters.delete(paint)
    if (painters.size > 0) return
    document.removeEventListener('visibilitychange', start)
    if (frame !== null) cancelAnimationFrame(frame)
    frame = null
  }
}

function start(): void {
  if (frame === null && painters.size > 0 && !document.hidden) frame = requestAnimationFrame(tick)
}

function tick(nowMs: number): void {
  frame = null
  if (nowMs - paintedMs >= FRAME_MS) {
    paintedMs = nowMs
    for (const paint of painters) paint(nowMs)
  }
  start()
}
