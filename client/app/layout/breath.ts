// Long work in the page's own thread, in pieces: between two of them the page answers and paints.

/** To be awaited between pieces. Throws what the work was stopped with. */
export type Breathe = () => Promise<void>

const PIECE_MS = 10

export function breathing(signal: AbortSignal): Breathe {
  let begunMs = performance.now()
  return async () => {
    if (performance.now() - begunMs >= PIECE_MS) {
      await new Promise((resolve) => setTimeout(resolve))
      begunMs = performance.now()
    }
    signal.throwIfAborted()
  }
}
