// Runs beside the page, which stays free while frames are encoded.

import type { FilmAnswer, FilmRequest } from './filmMessages.ts'
import { GifFilm } from './gifFilm.ts'

let film: GifFilm | null = null

const answer = (message: FilmAnswer, transfer: Transferable[] = []) =>
  self.postMessage(message, { transfer })

self.addEventListener('message', ({ data }: MessageEvent<FilmRequest>) => {
  switch (data.kind) {
    case 'begin':
      film = new GifFilm(data.size, data.swatches)
      break
    case 'frame':
      film?.add(new Uint8ClampedArray(data.rgba))
      answer({ kind: 'taken' })
      break
    case 'finish': {
      const bytes = film?.finish() ?? new Uint8Array()
      answer({ kind: 'film', bytes: bytes.buffer }, [bytes.buffer])
    }
  }
})
